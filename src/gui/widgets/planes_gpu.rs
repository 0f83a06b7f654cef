//! Planar values of a model shown straight from a GPU buffer, without a copy through memory.

use std::collections::HashMap;

use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, ScreenDescriptor};
use egui::{Id, PaintCallbackInfo, Shape};

use super::gpu_parts::{
    Place, bind_entry, layout_entry, pipeline, uniform_binding, uniform_buffer, uniform_bytes,
};

/// A rectangle of the window that shows planar values.
pub struct PlanesPaint {
    /// Distinguishes the rectangles of one frame; the widget's id.
    pub slot: Id,
    /// 3 x height x width values in [-1, 1], on the window's device, usable as storage.
    pub values: wgpu::Buffer,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Where.
    pub place: Place,
}

impl PlanesPaint {
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
        let Some(gpu) = resources.get::<PlanesGpu>() else {
            return;
        };
        let Some(slot) = gpu.slots.get(&self.slot) else {
            return;
        };
        pass.set_pipeline(&gpu.present);
        pass.set_bind_group(0, &slot.bind, &[]);
        pass.draw(0..3, 0..1);
    }
}

/// What stays on the GPU between frames.
pub(super) struct PlanesGpu {
    layout: wgpu::BindGroupLayout,
    present: wgpu::RenderPipeline,
    encodes: bool,
    slots: HashMap<Id, Slot>,
    tick: u64,
}

struct Slot {
    values: wgpu::Buffer,
    uniform: wgpu::Buffer,
    bind: wgpu::BindGroup,
    used: u64,
}

impl PlanesGpu {
    /// The pipeline; `None` on devices without storage buffers (old OpenGL).
    pub(super) fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Option<Self> {
        if device.limits().max_storage_buffers_per_shader_stage == 0 {
            return None;
        }
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("planar values"),
            entries: &[
                layout_entry(0, uniform_binding()),
                layout_entry(
                    1,
                    wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Storage { read_only: true },
                        has_dynamic_offset: false,
                        min_binding_size: None,
                    },
                ),
            ],
        });
        let code = concat!(
            include_str!("../../../shaders/common.wgsl"),
            include_str!("../../../shaders/present.wgsl")
        );
        Some(Self {
            present: pipeline(device, format, &layout, "present", code),
            layout,
            encodes: format.is_srgb(),
            slots: HashMap::new(),
            tick: 0,
        })
    }

    fn prepare(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        pixels_per_point: f32,
        paint: &PlanesPaint,
    ) {
        let needed = u64::from(paint.width) * u64::from(paint.height) * 12;
        if needed == 0 || paint.values.size() < needed {
            self.slots.remove(&paint.slot);
            return;
        }
        self.tick += 1;
        let fits = |slot: &Slot| slot.values == paint.values;
        if !self.slots.get(&paint.slot).is_some_and(fits) {
            let slot = self.slot(device, &paint.values);
            self.slots.insert(paint.slot, slot);
        }
        let size = [paint.width, paint.height];
        let bytes = uniform_bytes(&paint.place, pixels_per_point, 0.0, self.encodes, size);
        if let Some(slot) = self.slots.get_mut(&paint.slot) {
            slot.used = self.tick;
            queue.write_buffer(&slot.uniform, 0, &bytes);
        }
        // A slot holds a model's output alive; one that was not drawn for a while lets go of it.
        let oldest = self.tick.saturating_sub(256);
        self.slots.retain(|_, slot| slot.used >= oldest);
    }

    fn slot(&self, device: &wgpu::Device, values: &wgpu::Buffer) -> Slot {
        let uniform = uniform_buffer(device);
        let bind = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("planar values"),
            layout: &self.layout,
            entries: &[
                bind_entry(0, uniform.as_entire_binding()),
                bind_entry(1, values.as_entire_binding()),
            ],
        });
        Slot {
            values: values.clone(),
            uniform,
            bind,
            used: self.tick,
        }
    }
}
