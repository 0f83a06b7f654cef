//! Wipe and difference on the GPU, drawn inside egui's own render pass.
//!
//! [`install`] makes the pipelines once; a [`PairPaint`] shape then uploads each picture once (by fingerprint) and
//! draws one triangle. Where `install` was never called, the viewer uses `compare` instead.

use std::collections::HashMap;

use eframe::egui_wgpu::{
    Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor,
};
use egui::{Context, Id, PaintCallbackInfo, Shape};

use super::Shown;
pub use super::gpu_parts::Place;
use super::gpu_parts::{
    bind_entry, layout_entry, pipeline, texture_binding, uniform_binding, uniform_buffer,
    uniform_bytes, upload,
};
use super::planes_gpu::PlanesGpu;
use crate::domain::Fingerprint;

/// Pictures kept on the GPU before the longest unused ones leave.
const KEPT_PICTURES: usize = 24;

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
            include_str!("../../../shaders/common.wgsl"),
            include_str!("../../../shaders/pair.wgsl"),
            include_str!("../../../shaders/wipe.wgsl")
        );
        let difference = concat!(
            include_str!("../../../shaders/common.wgsl"),
            include_str!("../../../shaders/pair.wgsl"),
            include_str!("../../../shaders/difference.wgsl")
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
