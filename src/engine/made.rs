//! What a cell becomes: pixels in memory, or values that stay on the window's device and are drawn from where they lie.
//!
//! On the window's own GPU a result never travels through memory to be seen: the tensor's buffer is lent to the window's shader.
//! It is read only when somebody needs bytes (a file, the clipboard, a source, a number under the pointer), by a job thread.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use burn::backend::Cube;
use burn::backend::wgpu::AutoCompiler;
use burn::tensor::{DType, Tensor};
use burn_cubecl::kernel::into_contiguous;
use cubecl::wgpu::WgpuServer;

use super::translator::{TranslateError, numbers, picture_of};
use crate::domain::Picture;

/// Bytes of one value.
const VALUE_BYTES: u64 = size_of::<f32>() as u64;

/// Results that were copied from the device into memory since the program began.
static READ_BACKS: AtomicU64 = AtomicU64::new(0);

/// How many results were copied from the device into memory since the program began.
pub fn read_backs() -> u64 {
    READ_BACKS.load(Ordering::Relaxed)
}

/// A finished cell.
#[derive(Clone, Debug)]
pub enum Made {
    /// Pixels in memory.
    Pixels(Arc<Picture>),
    /// Values on the window's device.
    OnDevice(OnDevice),
}

impl Made {
    /// The pixels, read from the device if they are there.
    ///
    /// # Errors
    /// As [`OnDevice::read`].
    pub fn pixels(&self) -> Result<Arc<Picture>, TranslateError> {
        match self {
            Self::Pixels(picture) => Ok(Arc::clone(picture)),
            Self::OnDevice(values) => values.read().map(Arc::new),
        }
    }
}

/// A square result on the window's device: 3 x side x side values in [-1, 1], planar, 32-bit floats. Cheap to clone; the memory
/// is neither used again nor moved while a clone lives.
#[derive(Clone)]
pub struct OnDevice(Arc<Held>);

struct Held {
    values: Tensor<1>,
    side: usize,
    buffer: wgpu::Buffer,
    offset: u64,
    // The allocation stays bound, so the memory manager neither hands it out again nor moves it.
    _guard: Box<dyn Any + Send + Sync>,
}

impl OnDevice {
    /// Keeps a network's output (1 x 3 x side x side) where it is; returns when the device has computed it.
    ///
    /// One number crosses to memory, the sum. It tells that the cell is done, so the worker is never more than a cell ahead of the
    /// device (the window draws through the same queue), and that all values are numbers.
    pub(super) fn hold(output: Tensor<4>, side: usize) -> Result<Self, TranslateError> {
        let unusable = |why: String| TranslateError::Output(why);
        let flat: Tensor<1> = output.flatten(0, 3);
        if flat.dims() != [3 * side * side] {
            return Err(unusable("its size is wrong".to_owned()));
        }
        let cube = flat
            .cast(DType::F32)
            .try_into_primitive::<Cube>()
            .map_err(|error| unusable(format!("{error:?}")))?;
        let cube = into_contiguous(cube);
        let managed = cube
            .client
            .get_resource::<WgpuServer<AutoCompiler>>(cube.handle.clone())
            .map_err(|error| unusable(error.to_string()))?;
        let (buffer, offset) = (managed.resource().buffer.clone(), managed.resource().offset);
        let values = Tensor::from_primitive::<Cube>(cube);
        let sum = numbers(values.clone().sum())?;
        if !sum.iter().all(|sum| sum.is_finite()) {
            return Err(TranslateError::not_numbers());
        }
        Ok(Self(Arc::new(Held {
            values,
            side,
            buffer,
            offset,
            _guard: Box::new(managed),
        })))
    }

    /// The buffer that holds the values; other tensors lie in it too.
    pub fn buffer(&self) -> &wgpu::Buffer {
        &self.0.buffer
    }

    /// Where the values begin, in bytes; aligned for binding.
    pub fn offset(&self) -> u64 {
        self.0.offset
    }

    /// How much they take, in bytes.
    pub fn bytes(&self) -> u64 {
        3 * (self.0.side as u64).pow(2) * VALUE_BYTES
    }

    /// Height and width in pixels.
    pub fn side(&self) -> usize {
        self.0.side
    }

    /// Copies the result into memory, rounded as everywhere; waits for the device.
    ///
    /// # Errors
    /// When the device gives nothing usable back.
    pub fn read(&self) -> Result<Picture, TranslateError> {
        READ_BACKS.fetch_add(1, Ordering::Relaxed);
        picture_of(self.0.values.clone(), self.0.side)
    }
}

impl PartialEq for OnDevice {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for OnDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (side, offset) = (self.0.side, self.0.offset);
        write!(f, "OnDevice({side} x {side} at {offset})")
    }
}
