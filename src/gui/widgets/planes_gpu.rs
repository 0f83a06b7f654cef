//! Planar values of a model shown straight from a GPU buffer, without a copy through memory.

use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, ScreenDescriptor};
use egui::{Context, Id, PaintCallbackInfo, Shape};

use super::gpu_parts::{Place, Slots, layout, pipeline, planes_binding, shader, uniform_bytes};
use crate::engine::made::OnDevice;

/// Frames after which a rectangle that is no longer drawn lets go of its buffer.
const KEPT_FRAMES: u64 = 8;

/// Planar values in a buffer of the window's device.
#[derive(Clone, Debug)]
pub struct Planes {
    /// The buffer, usable as storage.
    pub buffer: wgpu::Buffer,
    /// Where the values begin in it, in bytes.
    pub offset: u64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Planes {
    /// Bytes of all values.
    fn bytes(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height) * 12
    }

    /// The values as a shader sees them; `None` when they do not lie in the buffer.
    pub(super) fn binding(&self) -> Option<wgpu::BindingResource<'_>> {
        let size = std::num::NonZeroU64::new(self.bytes())?;
        let fits = self.buffer.size() >= self.offset + self.bytes();
        fits.then_some(wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.buffer,
            offset: self.offset,
            size: Some(size),
        }))
    }

    /// What tells these values from others.
    pub(super) fn key(&self) -> (wgpu::Buffer, u64) {
        (self.buffer.clone(), self.offset)
    }
}

impl From<&OnDevice> for Planes {
    fn from(values: &OnDevice) -> Self {
        let side = values.side() as u32;
        Self {
            buffer: values.buffer().clone(),
            offset: values.offset(),
            width: side,
            height: side,
        }
    }
}

/// A rectangle of the window that shows planar values.
pub struct PlanesPaint {
    slot: Id,
    planes: Planes,
    place: Place,
    opacity: f32,
    frame: u64,
    // The memory is not used for anything else until the frame is on its way.
    _keep: Option<OnDevice>,
}

impl PlanesPaint {
    /// 3 x height x width values in [-1, 1] on the window's device; `slot` tells the rectangles of one frame apart.
    pub fn new(ctx: &Context, slot: Id, planes: Planes, place: Place) -> Self {
        Self {
            slot,
            planes,
            place,
            opacity: 1.0,
            frame: ctx.cumulative_frame_nr(),
            _keep: None,
        }
    }

    /// A result that stayed on the device.
    pub fn of(ctx: &Context, slot: Id, values: &OnDevice, place: Place) -> Self {
        Self {
            _keep: Some(values.clone()),
            ..Self::new(ctx, slot, values.into(), place)
        }
    }

    /// From 0, nothing, to 1.
    pub fn opacity(mut self, opacity: f32) -> Self {
        self.opacity = opacity;
        self
    }

    /// The shape to add to a painter.
    pub fn into_shape(self) -> Shape {
        Shape::Callback(Callback::new_paint_callback(self.place.rect, self))
    }
}

impl CallbackTrait for PlanesPaint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if let Some(gpu) = resources.get_mut::<PlanesGpu>() {
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
        if let Some(gpu) = resources.get::<PlanesGpu>() {
            gpu.slots.draw(self.slot, &gpu.present, pass);
        }
    }
}

/// What stays on the GPU between frames.
pub(super) struct PlanesGpu {
    layout: wgpu::BindGroupLayout,
    present: wgpu::RenderPipeline,
    encodes: bool,
    slots: Slots<(wgpu::Buffer, u64)>,
}

impl PlanesGpu {
    /// The pipeline; `None` on devices without storage buffers (old OpenGL).
    pub(super) fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Option<Self> {
        if device.limits().max_storage_buffers_per_shader_stage == 0 {
            return None;
        }
        let layout = layout(device, "planar values", &[(2, planes_binding())]);
        let code = shader!("common", "planes", "present");
        Some(Self {
            present: pipeline(device, format, &layout, "present", code),
            layout,
            encodes: format.is_srgb(),
            slots: Slots::new(),
        })
    }

    fn prepare(
        &mut self,
        gpu: (&wgpu::Device, &wgpu::Queue),
        pixels_per_point: f32,
        paint: &PlanesPaint,
    ) {
        let Some(values) = paint.planes.binding() else {
            self.slots.clear(paint.slot);
            return;
        };
        let size = [paint.planes.width, paint.planes.height, 0];
        let bytes = uniform_bytes(
            &paint.place,
            pixels_per_point,
            paint.opacity,
            self.encodes,
            size,
        );
        let slot = (paint.slot, paint.planes.key(), paint.frame);
        self.slots
            .set(gpu, &self.layout, slot, &bytes, [(2, values)]);
        self.slots.retire(paint.frame.saturating_sub(KEPT_FRAMES));
    }
}
