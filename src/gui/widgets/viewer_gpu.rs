//! Wipe and difference on the GPU, drawn inside egui's own render pass.
//!
//! [`install`] makes the pipelines once; a [`PairPaint`] shape then uploads each picture once (by fingerprint) and
//! draws one triangle. Where `install` was never called, the viewer uses `compare` instead.

use std::collections::HashMap;

use eframe::egui_wgpu::{
    Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor,
};
use egui::{Context, Id, PaintCallbackInfo, Rect, Shape};
use wgpu::util::DeviceExt as _;

use super::planes_gpu::PlanesGpu;
use super::{Shown, ViewTransform};
use crate::domain::{Fingerprint, Picture};

/// Pictures kept on the GPU before the longest unused ones leave.
const KEPT_PICTURES: usize = 24;
/// Bytes of the `View` uniform of the shaders.
const UNIFORM_BYTES: usize = 64;

/// How two pictures are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PairMode {
    /// `a` left of this split (0 to 1 of the rectangle), `b` right of it.
    Wipe(f32),
    /// The heat map of their difference times this.
    Difference(f32),
}

/// A rectangle of the window that compares two pictures.
pub struct PairPaint {
    /// Distinguishes the rectangles of one frame; the widget's id.
    pub slot: Id,
    /// How.
    pub mode: PairMode,
    /// The left or first picture.
    pub a: Shown,
    /// The right or second picture.
    pub b: Shown,
    /// Where.
    pub place: Place,
}

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

/// Makes the pipelines for the window's target, once, at the start.
pub fn install(ctx: &Context, state: &RenderState) {
    let mut renderer = state.renderer.write();
    let pair = PairGpu::new(&state.device, state.target_format);
    renderer.callback_resources.insert(pair);
    if let Some(planes) = PlanesGpu::new(&state.device, state.target_format) {
        renderer.callback_resources.insert(planes);
    }
    ctx.data_mut(|data| data.insert_temp(installed_id(), true));
}

/// Whether [`install`] was called for this window.
pub fn installed(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(installed_id()).unwrap_or(false))
}

impl PairPaint {
    /// The shape to add to a painter.
    pub fn into_shape(self) -> Shape {
        Shape::Callback(Callback::new_paint_callback(self.place.rect, self))
    }
}

impl CallbackTrait for PairPaint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if let Some(gpu) = resources.get_mut::<PairGpu>() {
            gpu.prepare(device, queue, screen.pixels_per_point, self);
        }
        Vec::new()
    }

    fn paint(
        &self,
        _info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let Some(gpu) = resources.get::<PairGpu>() else {
            return;
        };
        let Some(slot) = gpu.slots.get(&self.slot) else {
            return;
        };
        pass.set_pipeline(match self.mode {
            PairMode::Wipe(_) => &gpu.wipe,
            PairMode::Difference(_) => &gpu.difference,
        });
        pass.set_bind_group(0, &slot.bind, &[]);
        pass.draw(0..3, 0..1);
    }
}

/// What stays on the GPU between frames.
struct PairGpu {
    layout: wgpu::BindGroupLayout,
    wipe: wgpu::RenderPipeline,
    difference: wgpu::RenderPipeline,
    sampler: wgpu::Sampler,
    encodes: bool,
    pictures: HashMap<Fingerprint, KeptPicture>,
    slots: HashMap<Id, Slot>,
    tick: u64,
}

struct KeptPicture {
    view: wgpu::TextureView,
    used: u64,
}

struct Slot {
    uniform: wgpu::Buffer,
    bind: wgpu::BindGroup,
    pair: (Fingerprint, Fingerprint),
    used: u64,
}

impl PairGpu {
    fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Self {
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("compared pictures"),
            entries: &[
                layout_entry(0, uniform_binding()),
                layout_entry(1, texture_binding()),
                layout_entry(2, texture_binding()),
                layout_entry(
                    3,
                    wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
                ),
            ],
        });
        let wipe = concat!(
            include_str!("../shaders/common.wgsl"),
            include_str!("../shaders/pair.wgsl"),
            include_str!("../shaders/wipe.wgsl")
        );
        let difference = concat!(
            include_str!("../shaders/common.wgsl"),
            include_str!("../shaders/pair.wgsl"),
            include_str!("../shaders/difference.wgsl")
        );
        Self {
            wipe: pipeline(device, format, &layout, "wipe", wipe),
            difference: pipeline(device, format, &layout, "difference", difference),
            sampler: device.create_sampler(&wgpu::SamplerDescriptor {
                label: Some("smooth"),
                mag_filter: wgpu::FilterMode::Linear,
                min_filter: wgpu::FilterMode::Linear,
                ..Default::default()
            }),
            layout,
            encodes: format.is_srgb(),
            pictures: HashMap::new(),
            slots: HashMap::new(),
            tick: 0,
        }
    }

    fn prepare(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        pixels_per_point: f32,
        paint: &PairPaint,
    ) {
        self.tick += 1;
        self.keep(device, queue, &paint.a);
        self.keep(device, queue, &paint.b);
        let pair = (paint.a.fingerprint, paint.b.fingerprint);
        let fits = self
            .slots
            .get(&paint.slot)
            .is_some_and(|slot| slot.pair == pair);
        if !fits && let Some(slot) = self.slot(device, pair) {
            self.slots.insert(paint.slot, slot);
        }
        let how = match paint.mode {
            PairMode::Wipe(value) | PairMode::Difference(value) => value,
        };
        let bytes = uniform_bytes(&paint.place, pixels_per_point, how, self.encodes, [0, 0]);
        if let Some(slot) = self.slots.get_mut(&paint.slot) {
            slot.used = self.tick;
            queue.write_buffer(&slot.uniform, 0, &bytes);
        }
        self.retire();
    }

    fn keep(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, shown: &Shown) {
        let used = self.tick;
        self.pictures
            .entry(shown.fingerprint)
            .or_insert_with(|| KeptPicture {
                view: upload(device, queue, &shown.picture),
                used,
            })
            .used = used;
    }

    fn slot(&self, device: &wgpu::Device, pair: (Fingerprint, Fingerprint)) -> Option<Slot> {
        let a = &self.pictures.get(&pair.0)?.view;
        let b = &self.pictures.get(&pair.1)?.view;
        let uniform = uniform_buffer(device);
        let bind = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("compared pictures"),
            layout: &self.layout,
            entries: &[
                bind_entry(0, uniform.as_entire_binding()),
                bind_entry(1, wgpu::BindingResource::TextureView(a)),
                bind_entry(2, wgpu::BindingResource::TextureView(b)),
                bind_entry(3, wgpu::BindingResource::Sampler(&self.sampler)),
            ],
        });
        Some(Slot {
            uniform,
            bind,
            pair,
            used: self.tick,
        })
    }

    /// Forgets the longest unused pictures and slots; bind groups keep alive what they still show.
    fn retire(&mut self) {
        if self.pictures.len() > KEPT_PICTURES {
            let oldest = self.tick.saturating_sub(KEPT_PICTURES as u64 / 2);
            self.pictures.retain(|_, kept| kept.used >= oldest);
            self.slots.retain(|_, slot| slot.used >= oldest);
        }
    }
}

fn installed_id() -> Id {
    Id::unique("stargrid picture pipelines")
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

pub(super) fn uniform_buffer(device: &wgpu::Device) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("picture view"),
        size: UNIFORM_BYTES as u64,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

pub(super) fn uniform_binding() -> wgpu::BindingType {
    wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: std::num::NonZeroU64::new(UNIFORM_BYTES as u64),
    }
}

fn texture_binding() -> wgpu::BindingType {
    wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    }
}

pub(super) fn layout_entry(binding: u32, ty: wgpu::BindingType) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    }
}

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

fn upload(device: &wgpu::Device, queue: &wgpu::Queue, picture: &Picture) -> wgpu::TextureView {
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
