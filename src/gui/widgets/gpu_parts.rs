//! What the picture pipelines share: the view uniform, layouts, pipelines that fit egui's pass, uploads.

use egui::Rect;
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

/// The `View` uniform; `rect` is rounded to whole pixels as egui rounds pictures.
pub(super) fn uniform_bytes(
    place: &Place,
    pixels_per_point: f32,
    how: f32,
    encodes: bool,
    planes: [u32; 2],
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
        .chain(planes.map(u32::to_le_bytes));
    for (to, word) in bytes.chunks_exact_mut(4).zip(words) {
        to.copy_from_slice(&word);
    }
    bytes
}

/// A buffer for the `View` uniform.
pub(super) fn uniform_buffer(device: &wgpu::Device) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("picture view"),
        size: UNIFORM_BYTES as u64,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

/// The layout of the `View` uniform.
pub(super) fn uniform_binding() -> wgpu::BindingType {
    wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: std::num::NonZeroU64::new(UNIFORM_BYTES as u64),
    }
}

/// The layout of a picture.
pub(super) fn texture_binding() -> wgpu::BindingType {
    wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    }
}

/// An entry of a layout, seen by fragments.
pub(super) fn layout_entry(binding: u32, ty: wgpu::BindingType) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    }
}

/// An entry of a bind group.
pub(super) fn bind_entry(
    binding: u32,
    resource: wgpu::BindingResource<'_>,
) -> wgpu::BindGroupEntry<'_> {
    wgpu::BindGroupEntry { binding, resource }
}

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
