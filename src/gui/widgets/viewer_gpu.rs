//! Wipe and difference on the GPU, drawn inside egui's own render pass.
//!
//! [`install`] makes the pipelines once; a [`PairPaint`] shape then uploads each picture once (by fingerprint), or binds a result
//! where it lies on the device, and draws one triangle. Where `install` was never called, the viewer uses `compare` instead.

use std::collections::HashMap;

use eframe::egui_wgpu::{
    Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor,
};
use egui::{Context, Id, PaintCallbackInfo, Shape};

pub use super::gpu_parts::Place;
use super::gpu_parts::{
    Slots, layout, pipeline, planes_binding, shader, texture_binding, uniform_bytes, upload,
};
use super::planes_gpu::{Planes, PlanesGpu};
use super::{Face, Shown};
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
    /// The same, with pixels outlined that differ by at least so many levels of 255, summed over the channels.
    Marked(f32, u32),
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
    pub b: Face,
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
            gpu.prepare((device, queue), screen.pixels_per_point, self);
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
        let kind = match &self.b {
            Face::Pixels(_) => Some(&gpu.pixels),
            Face::OnDevice(_) => gpu.planes.as_ref(),
        };
        let Some(kind) = kind else { return };
        let pipeline = match self.mode {
            PairMode::Wipe(_) => &kind.wipe,
            PairMode::Difference(_) | PairMode::Marked(..) => &kind.difference,
        };
        gpu.slots.draw(self.slot, pipeline, pass);
    }
}

/// What stays on the GPU between frames.
struct PairGpu {
    pixels: Pipelines,
    /// None on devices without storage buffers.
    planes: Option<Pipelines>,
    sampler: wgpu::Sampler,
    encodes: bool,
    pictures: HashMap<Fingerprint, KeptPicture>,
    slots: Slots<(Fingerprint, Other)>,
    tick: u64,
}

/// The pipelines for one kind of second picture.
struct Pipelines {
    layout: wgpu::BindGroupLayout,
    wipe: wgpu::RenderPipeline,
    difference: wgpu::RenderPipeline,
}

/// Which second picture is bound.
#[derive(PartialEq)]
enum Other {
    Pixels(Fingerprint),
    Planes((wgpu::Buffer, u64)),
}

struct KeptPicture {
    view: wgpu::TextureView,
    used: u64,
}

impl Pipelines {
    fn new(
        device: &wgpu::Device,
        format: wgpu::TextureFormat,
        second: wgpu::BindingType,
        [wipe, difference]: [&str; 2],
    ) -> Self {
        let smooth = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
        let bindings = [(1, texture_binding()), (2, second), (3, smooth)];
        let layout = layout(device, "compared pictures", &bindings);
        Self {
            wipe: pipeline(device, format, &layout, "wipe", wipe),
            difference: pipeline(device, format, &layout, "difference", difference),
            layout,
        }
    }
}

impl PairGpu {
    fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Self {
        let of_pixels = [
            shader!("common", "pair", "pair_pixels", "wipe"),
            shader!("common", "pair", "pair_pixels", "difference"),
        ];
        let of_planes = [
            shader!("common", "pair", "planes", "pair_planes", "wipe"),
            shader!("common", "pair", "planes", "pair_planes", "difference"),
        ];
        let storage = device.limits().max_storage_buffers_per_shader_stage > 0;
        Self {
            pixels: Pipelines::new(device, format, texture_binding(), of_pixels),
            planes: storage.then(|| Pipelines::new(device, format, planes_binding(), of_planes)),
            sampler: device.create_sampler(&wgpu::SamplerDescriptor {
                label: Some("smooth"),
                mag_filter: wgpu::FilterMode::Linear,
                min_filter: wgpu::FilterMode::Linear,
                ..Default::default()
            }),
            encodes: format.is_srgb(),
            pictures: HashMap::new(),
            slots: Slots::new(),
            tick: 0,
        }
    }

    fn prepare(
        &mut self,
        gpu: (&wgpu::Device, &wgpu::Queue),
        pixels_per_point: f32,
        paint: &PairPaint,
    ) {
        self.tick += 1;
        keep(&mut self.pictures, gpu, &paint.a, self.tick);
        let planes = match &paint.b {
            Face::Pixels(shown) => {
                keep(&mut self.pictures, gpu, shown, self.tick);
                None
            }
            Face::OnDevice(values) => Some(Planes::from(values)),
        };
        let second = match (&paint.b, &planes) {
            (_, Some(planes)) => self.planes.as_ref().and_then(|kind| {
                let values = planes.binding()?;
                Some((kind, values, Other::Planes(planes.key())))
            }),
            (Face::Pixels(shown), None) => self.pictures.get(&shown.fingerprint).map(|kept| {
                let view = wgpu::BindingResource::TextureView(&kept.view);
                (&self.pixels, view, Other::Pixels(shown.fingerprint))
            }),
            (Face::OnDevice(_), None) => None,
        };
        let first = self.pictures.get(&paint.a.fingerprint);
        let (Some(first), Some((kind, second, other))) = (first, second) else {
            self.slots.clear(paint.slot);
            return;
        };
        let (how, least) = match paint.mode {
            PairMode::Wipe(value) | PairMode::Difference(value) => (value, 0),
            PairMode::Marked(value, least) => (value, least),
        };
        let size = planes
            .as_ref()
            .map_or([0, 0, least], |planes| [planes.width, planes.height, least]);
        let bytes = uniform_bytes(&paint.place, pixels_per_point, how, self.encodes, size);
        let resources = [
            (1, wgpu::BindingResource::TextureView(&first.view)),
            (2, second),
            (3, wgpu::BindingResource::Sampler(&self.sampler)),
        ];
        let slot = (paint.slot, (paint.a.fingerprint, other), self.tick);
        self.slots.set(gpu, &kind.layout, slot, &bytes, resources);
        self.retire();
    }

    /// Forgets the longest unused pictures and slots; bind groups keep alive what they still show.
    fn retire(&mut self) {
        let oldest = self.tick.saturating_sub(KEPT_PICTURES as u64 / 2);
        self.slots.retire(oldest);
        if self.pictures.len() > KEPT_PICTURES {
            self.pictures.retain(|_, kept| kept.used >= oldest);
        }
    }
}

/// Uploads a picture, unless it is there.
fn keep(
    pictures: &mut HashMap<Fingerprint, KeptPicture>,
    (device, queue): (&wgpu::Device, &wgpu::Queue),
    shown: &Shown,
    used: u64,
) {
    pictures
        .entry(shown.fingerprint)
        .or_insert_with(|| KeptPicture {
            view: upload(device, queue, &shown.picture),
            used,
        })
        .used = used;
}

fn installed_id() -> Id {
    Id::unique("stargrid picture pipelines")
}
