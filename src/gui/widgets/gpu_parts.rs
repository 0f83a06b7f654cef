//! What the picture pipelines share: the view uniform, layouts, pipelines that fit egui's pass, a bind group for each rectangle,
//! uploads.

use std::collections::HashMap;

use egui::{Id, Rect};
use wgpu::util::DeviceExt as _;

use super::ViewTransform;
use crate::domain::Picture;

/// Bytes of the `View` uniform of the shaders.
const UNIFORM_BYTES: usize = 64;

/// Where and how a picture lies on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The rectangle, in points.
    pub rect: Rect,
    /// The shown part of the picture.
    pub view: ViewTransform,
    /// Radius of the corners, in points.
    pub corner: f32,
}

/// The `View` uniform, with the split, the amplification or the opacity as `how`, and as `words` the sides of planar values and the
/// least difference that is marked; `rect` is rounded to whole pixels as egui rounds pictures.
pub(super) fn uniform_bytes(
    place: &Place,
    pixels_per_point: f32,
    how: f32,
    encodes: bool,
    words: [u32; 3],
) -> [u8; UNIFORM_BYTES] {
    let (min, max) = (
        (place.rect.min * pixels_per_point).round(),
        (place.rect.max * pixels_per_point).round(),
    );
    let uv = place.view.uv();
    let switch = |on: bool| if on { 1.0 } else { 0.0 };
    let floats = [
        [min.x, min.y, max.x - min.x, max.y - min.y],
        [uv.min.x, uv.min.y, uv.max.x, uv.max.y],
        [
            how,
            place.corner * pixels_per_point,
            switch(place.view.nearest()),
            switch(encodes),
        ],
    ];
    let mut bytes = [0; UNIFORM_BYTES];
    let words = floats
        .into_iter()
        .flatten()
        .map(f32::to_le_bytes)
        .chain(words.map(u32::to_le_bytes));
    for (to, word) in bytes.chunks_exact_mut(4).zip(words) {
        to.copy_from_slice(&word);
    }
    bytes
}

/// A buffer for the `View` uniform.
fn uniform_buffer(device: &wgpu::Device) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("picture view"),
        size: UNIFORM_BYTES as u64,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

/// The layout of a picture.
pub(super) fn texture_binding() -> wgpu::BindingType {
    wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    }
}

/// The layout of planar values.
pub(super) fn planes_binding() -> wgpu::BindingType {
    wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Storage { read_only: true },
        has_dynamic_offset: false,
        min_binding_size: None,
    }
}

/// A layout of the `View` uniform at 0 and these, seen by fragments.
pub(super) fn layout(
    device: &wgpu::Device,
    name: &str,
    bindings: &[(u32, wgpu::BindingType)],
) -> wgpu::BindGroupLayout {
    let view = wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: std::num::NonZeroU64::new(UNIFORM_BYTES as u64),
    };
    let entry = |(binding, ty)| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    };
    let entries: Vec<_> = std::iter::once((0, view))
        .chain(bindings.iter().copied())
        .map(entry)
        .collect();
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some(name),
        entries: &entries,
    })
}

/// The rectangles of a window that show something: a uniform and a bind group each, bound anew when what they show changes.
pub(super) struct Slots<Content> {
    kept: HashMap<Id, Slot<Content>>,
}

struct Slot<Content> {
    content: Content,
    uniform: wgpu::Buffer,
    bind: wgpu::BindGroup,
    used: u64,
}

impl<Content: PartialEq> Slots<Content> {
    pub(super) fn new() -> Self {
        Self {
            kept: HashMap::new(),
        }
    }

    /// Shows `content` in a rectangle; `resources` are bound beside the uniform when it is not bound yet. `now` counts frames.
    pub(super) fn set<'a>(
        &mut self,
        (device, queue): (&wgpu::Device, &wgpu::Queue),
        layout: &wgpu::BindGroupLayout,
        (id, content, now): (Id, Content, u64),
        uniform: &[u8],
        resources: impl IntoIterator<Item = (u32, wgpu::BindingResource<'a>)>,
    ) {
        let old = self.kept.remove(&id);
        let slot = match old {
            Some(slot) if slot.content == content => Slot { used: now, ..slot },
            old => {
                let uniform = old.map_or_else(|| uniform_buffer(device), |slot| slot.uniform);
                let mut entries = vec![wgpu::BindGroupEntry {
                    binding: 0,
                    resource: uniform.as_entire_binding(),
                }];
                let entry = |(binding, resource)| wgpu::BindGroupEntry { binding, resource };
                entries.extend(resources.into_iter().map(entry));
                let bind = device.create_bind_group(&wgpu::BindGroupDescriptor {
                    label: Some("picture"),
                    layout,
                    entries: &entries,
                });
                Slot {
                    content,
                    uniform,
                    bind,
                    used: now,
                }
            }
        };
        queue.write_buffer(&slot.uniform, 0, uniform);
        self.kept.insert(id, slot);
    }

    /// Shows nothing in a rectangle.
    pub(super) fn clear(&mut self, id: Id) {
        self.kept.remove(&id);
    }

    /// Draws one triangle over the rectangle.
    pub(super) fn draw(
        &self,
        id: Id,
        pipeline: &wgpu::RenderPipeline,
        pass: &mut wgpu::RenderPass<'static>,
    ) {
        let Some(slot) = self.kept.get(&id) else {
            return;
        };
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, &slot.bind, &[]);
        pass.draw(0..3, 0..1);
    }

    /// Lets go of rectangles that were last drawn before frame `oldest`.
    pub(super) fn retire(&mut self, oldest: u64) {
        self.kept.retain(|_, slot| slot.used >= oldest);
    }
}

/// The code of one shader after what it needs, in this order.
macro_rules! shader {
    ($($name:literal),+) => {
        concat!($(include_str!(concat!("../../../shaders/", $name, ".wgsl"))),+)
    };
}
pub(super) use shader;

/// A pipeline that fits egui's render pass: no depth, one sample, premultiplied blending.
pub(super) fn pipeline(
    device: &wgpu::Device,
    format: wgpu::TextureFormat,
    layout: &wgpu::BindGroupLayout,
    name: &str,
    code: &str,
) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(name),
        source: wgpu::ShaderSource::Wgsl(code.into()),
    });
    let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(name),
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(name),
        layout: Some(&pipeline_layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("vs_main"),
            buffers: &[],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("fs_main"),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        }),
        multiview_mask: None,
        cache: None,
    })
}

/// A texture with the encoded bytes of a picture.
pub(super) fn upload(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    picture: &Picture,
) -> wgpu::TextureView {
    let rgba: Vec<u8> = picture
        .rgb()
        .chunks_exact(3)
        .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255])
        .collect();
    let texture = device.create_texture_with_data(
        queue,
        &wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d {
                width: picture.width() as u32,
                height: picture.height() as u32,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            // Not …Srgb: egui works on encoded values throughout.
            format: wgpu::TextureFormat::Rgba8Unorm,
            usage: wgpu::TextureUsages::TEXTURE_BINDING,
            view_formats: &[],
        },
        wgpu::util::TextureDataOrder::LayerMajor,
        &rgba,
    );
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}
