//! Where tensors live: the window's own GPU, a GPU opened for the command line, or the CPU.
//!
//! The rule: a real GPU when there is one, else the CPU (Burn's `flex`, pure Rust). A software rasteriser (adapter type CPU) draws
//! windows well and computes badly (0.5 against 90 GFLOP/s measured, see docs/decisions.md), so it is used for tensors only when a
//! person asks for the GPU by name and there is no other. Burn's wgpu runtime is registered once per process.

use std::sync::{Mutex, PoisonError};

use burn::tensor::Device;
use burn_wgpu::WgpuSetup;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What the person asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceChoice {
    /// A real GPU if there is one, else the CPU.
    #[default]
    Auto,
    /// The GPU, a software rasteriser included.
    Gpu,
    /// The CPU.
    Cpu,
}

/// One graphics adapter of this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdapterFacts {
    /// The adapter's name.
    pub name: String,
    /// Graphics interface: Vulkan, Metal, Dx12, Gl.
    pub backend: String,
    /// Discrete, integrated, virtual, software, or other.
    pub kind: String,
    /// Driver and its version.
    pub driver: String,
    /// Whether it only imitates a GPU on the CPU.
    pub software: bool,
    /// Bytes of the largest buffer.
    pub largest_buffer: u64,
    /// Side of the largest texture in pixels.
    pub largest_texture: u32,
}

/// The device in use, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceFacts {
    /// A short name for the window's corner: `CPU`, or the adapter's name.
    pub name: String,
    /// One sentence: why this one.
    pub reason: String,
    /// Whether tensors are on a GPU interface.
    pub gpu: bool,
    /// Whether its shaders know 16-bit floats.
    pub offers_half: bool,
    /// Threads that compute, on the CPU.
    pub threads: usize,
}

/// A device and the facts about it.
#[derive(Clone, Debug)]
pub struct Compute {
    /// Burn's handle.
    pub device: Device,
    /// Name and reason.
    pub facts: DeviceFacts,
    /// Whether it is the window's own wgpu device, so that results can be drawn from where they lie.
    pub on_window: bool,
}

/// No device of the wanted kind.
#[derive(Debug, Error)]
pub enum DeviceError {
    /// There is no graphics adapter.
    #[error("no graphics adapter was found on this machine")]
    NoAdapter,
    /// The adapter gave no device, or Burn could not take it.
    #[error("the GPU could not be opened: {0}")]
    Open(String),
}

/// wgpu handles that the window owns and lends to the tensors.
#[derive(Clone, Debug)]
pub struct SharedGpu {
    /// The instance the adapter came from.
    pub instance: wgpu::Instance,
    /// The adapter the window draws with.
    pub adapter: wgpu::Adapter,
    /// The window's device.
    pub device: wgpu::Device,
    /// The window's queue.
    pub queue: wgpu::Queue,
}

/// Interfaces asked for tensors without a window. Not OpenGL: it computes worse than the CPU, and without a display its libraries
/// write complaints of their own to standard error.
const COMPUTE_BACKENDS: wgpu::Backends = wgpu::Backends::PRIMARY;

/// The wgpu runtime of this process: Burn's registry takes one setup, so a second request gets the first one's device.
static REGISTERED: Mutex<Option<Registered>> = Mutex::new(None);

#[derive(Clone)]
struct Registered {
    device: Device,
    name: String,
    graphics: wgpu::Device,
}

/// Chooses the device for tensors. `shared` are the window's handles, when there is a window.
///
/// # Errors
/// Only for [`DeviceChoice::Gpu`]: when there is no adapter or it cannot be opened.
pub fn choose(choice: DeviceChoice, shared: Option<&SharedGpu>) -> Result<Compute, DeviceError> {
    if choice == DeviceChoice::Cpu {
        return Ok(cpu("chosen by you"));
    }
    let adapter = match shared {
        Some(shared) => Some(describe(&shared.adapter)),
        None => best(&facts_of(&enumerate(COMPUTE_BACKENDS))),
    };
    match (choice, adapter) {
        (DeviceChoice::Gpu, None) => Err(DeviceError::NoAdapter),
        (DeviceChoice::Gpu, Some(facts)) => gpu(&facts, shared),
        (_, None) => Ok(cpu("no GPU was found")),
        (_, Some(facts)) if facts.software => Ok(cpu(
            "no GPU was found, only a software rasteriser, which computes slowly",
        )),
        (_, Some(facts)) => match gpu(&facts, shared) {
            Ok(compute) => Ok(compute),
            Err(error) => {
                log::warn!("{error}; using the CPU instead");
                Ok(cpu(&format!("{} could not be opened", facts.name)))
            }
        },
    }
}

/// All graphics adapters of this machine; OpenGL is asked only where there is nothing better.
pub fn adapters() -> Vec<AdapterFacts> {
    let found = facts_of(&enumerate(COMPUTE_BACKENDS));
    if found.is_empty() {
        return facts_of(&enumerate(wgpu::Backends::GL));
    }
    found
}

fn enumerate(backends: wgpu::Backends) -> Vec<wgpu::Adapter> {
    block_on(new_instance(backends).enumerate_adapters(backends))
}

fn facts_of(adapters: &[wgpu::Adapter]) -> Vec<AdapterFacts> {
    adapters.iter().map(describe).collect()
}

fn best(adapters: &[AdapterFacts]) -> Option<AdapterFacts> {
    let real = |facts: &&AdapterFacts| !facts.software;
    adapters
        .iter()
        .find(|facts| !facts.software && facts.kind == "discrete")
        .or_else(|| adapters.iter().find(real))
        .or(adapters.first())
        .cloned()
}

fn describe(adapter: &wgpu::Adapter) -> AdapterFacts {
    let (info, limits) = (adapter.get_info(), adapter.limits());
    let kind = match info.device_type {
        wgpu::DeviceType::DiscreteGpu => "discrete",
        wgpu::DeviceType::IntegratedGpu => "integrated",
        wgpu::DeviceType::VirtualGpu => "virtual",
        wgpu::DeviceType::Cpu => "software",
        wgpu::DeviceType::Other => "other",
    };
    AdapterFacts {
        name: info.name.clone(),
        backend: format!("{:?}", info.backend),
        kind: kind.to_owned(),
        driver: format!("{} {}", info.driver, info.driver_info)
            .trim()
            .to_owned(),
        software: info.device_type == wgpu::DeviceType::Cpu,
        largest_buffer: limits.max_buffer_size,
        largest_texture: limits.max_texture_dimension_2d,
    }
}

fn cpu(why: &str) -> Compute {
    let threads = compute_threads();
    let facts = DeviceFacts {
        name: "CPU".to_owned(),
        reason: why.to_owned(),
        gpu: false,
        offers_half: false,
        threads,
    };
    Compute {
        device: Device::flex(),
        facts,
        on_window: false,
    }
}

/// Threads for tensor work on the CPU.
pub fn compute_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn gpu(facts: &AdapterFacts, shared: Option<&SharedGpu>) -> Result<Compute, DeviceError> {
    let mut registered = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner);
    let Registered {
        device,
        name,
        graphics,
    } = match &*registered {
        Some(known) => known.clone(),
        None => {
            let (device, graphics) = open(shared)?;
            let name = facts.name.clone();
            registered
                .insert(Registered {
                    device,
                    name,
                    graphics,
                })
                .clone()
        }
    };
    let offers_half = graphics.features().contains(wgpu::Features::SHADER_F16);
    let on_window = shared.is_some_and(|shared| shared.device == graphics);
    let reason = match (facts.software, on_window) {
        (true, _) => "a software rasteriser, chosen by you: slower than the CPU",
        (false, true) => "the window's own GPU",
        (false, false) => "the best GPU found",
    };
    Ok(Compute {
        device,
        facts: DeviceFacts {
            name,
            reason: reason.to_owned(),
            gpu: true,
            offers_half,
            threads: 1,
        },
        on_window,
    })
}

fn open(shared: Option<&SharedGpu>) -> Result<(Device, wgpu::Device), DeviceError> {
    let gpu = shared.cloned().map_or_else(open_headless, Ok)?;
    let backend = gpu.adapter.get_info().backend;
    let SharedGpu {
        instance,
        adapter,
        device,
        queue,
    } = gpu;
    let graphics = device.clone();
    let setup = WgpuSetup {
        instance,
        adapter,
        device,
        queue,
        backend,
    };
    Device::wgpu_options()
        .setup(setup)
        .init()
        .map(|device| (device, graphics))
        .map_err(|error| DeviceError::Open(error.to_string()))
}

/// Opens the best adapter without a window, just as a window would.
fn open_headless() -> Result<SharedGpu, DeviceError> {
    let instance = new_instance(COMPUTE_BACKENDS);
    let found = block_on(instance.enumerate_adapters(COMPUTE_BACKENDS));
    let facts = facts_of(&found);
    let best = best(&facts).ok_or(DeviceError::NoAdapter)?;
    let place = facts
        .iter()
        .position(|facts| *facts == best)
        .ok_or(DeviceError::NoAdapter)?;
    let adapter = found.into_iter().nth(place).ok_or(DeviceError::NoAdapter)?;
    let descriptor = shared_device_descriptor(&adapter);
    let (device, queue) = block_on(adapter.request_device(&descriptor))
        .map_err(|error| DeviceError::Open(error.to_string()))?;
    Ok(SharedGpu {
        instance,
        adapter,
        device,
        queue,
    })
}

fn new_instance(backends: wgpu::Backends) -> wgpu::Instance {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    // Merely making an instance starts the libraries of all its backends.
    descriptor.backends = backends;
    wgpu::Instance::new(descriptor)
}

/// What a window must ask of its adapter so that tensors can share its device: all its features and limits.
pub fn shared_device_descriptor(adapter: &wgpu::Adapter) -> wgpu::DeviceDescriptor<'static> {
    wgpu::DeviceDescriptor {
        label: Some("stargrid"),
        required_features: adapter.features()
            - wgpu::Features::MAPPABLE_PRIMARY_BUFFERS
            - wgpu::Features::all_experimental_mask(),
        required_limits: adapter.limits(),
        memory_hints: wgpu::MemoryHints::MemoryUsage,
        ..Default::default()
    }
}

/// Waits for a future that never depends on this thread: wgpu's native futures are ready at once.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::yield_now();
    }
}
