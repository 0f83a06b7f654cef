//! The cases: what a person waits for, on the demo's networks and on the official ones, with weights and inputs by the golden formula.

use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor};
use stargrid::domain::DomainSet;
use stargrid::model::Model;
use stargrid::model::config::ModelConfig;
use stargrid::model::generator::Features;
use stargrid::model::layers::rows;
use stargrid::model::schema::NetworkKind;

use super::support;
use super::timing::{Run, timed};
use super::work::Work;

/// Sources and references of the grid.
pub const GRID: usize = 8;
/// The domain of a single style.
const DOMAIN: usize = 1;

/// Which networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// 64 x 64, first width 16, cap 128, mapping 256, four domains.
    Demo,
    /// 256 x 256, AFHQ's shape: three domains, no high-pass skip.
    Full,
}

impl Size {
    fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Full => "full",
        }
    }

    /// The numbers of its networks.
    pub fn config(self) -> ModelConfig {
        match self {
            Self::Full => ModelConfig::official(256, DomainSet::unnamed(3), 0.0),
            Self::Demo => ModelConfig {
                base_width: 16,
                width_cap: 128,
                hidden: 256,
                ..ModelConfig::official(64, DomainSet::unnamed(4), 0.0)
            },
        }
    }
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A source and a latent to a picture, nothing cached.
    Picture,
    /// A latent to a picture of a source that is encoded already.
    Slider,
    /// A source to its content.
    Encode,
    /// A reference to its style.
    Style,
    /// 8 sources and 8 references to 64 pictures.
    Grid,
}

/// A task on networks of a size.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Which networks.
    pub size: Size,
    /// What is done.
    pub task: Task,
}

impl Case {
    /// All cases, the slowest last.
    pub fn all() -> Vec<Self> {
        let tasks = [
            Task::Picture,
            Task::Slider,
            Task::Encode,
            Task::Style,
            Task::Grid,
        ];
        let of = |size| tasks.into_iter().map(move |task| Self { size, task });
        [Size::Demo, Size::Full].into_iter().flat_map(of).collect()
    }

    /// Its name in tables and on the command line, such as `full-grid`.
    pub fn name(self) -> String {
        let task = match self.task {
            Task::Picture => "picture",
            Task::Slider => "slider",
            Task::Encode => "encode",
            Task::Style => "style",
            Task::Grid => "grid",
        };
        format!("{}-{task}", self.size.name())
    }

    /// How much there is to do, with `batch` pictures at a time in the grid.
    pub fn work(self, batch: usize) -> Work {
        let config = self.size.config();
        let decode = |batch| Work::decoder(&config, batch);
        match self.task {
            Task::Picture => Work::mapping(&config, 1)
                .then(Work::encoder(&config, 1))
                .then(decode(1)),
            Task::Slider => Work::mapping(&config, 1).then(decode(1)),
            Task::Encode => Work::encoder(&config, 1),
            Task::Style => Work::style_encoder(&config, 1),
            Task::Grid => {
                let parts = GRID.div_ceil(batch);
                Work::style_encoder(&config, batch)
                    .then(Work::encoder(&config, batch))
                    .times(parts)
                    .then(decode(batch).times(parts * GRID))
            }
        }
    }
}

/// Networks on the CPU and their inputs.
struct Ready {
    model: Model,
    sources: Vec<Tensor<4>>,
    references: Vec<Tensor<4>>,
    latent: Tensor<2>,
    features: Option<Features>,
}

impl Ready {
    /// With `batch` pictures in each of the tensors of sources and references.
    fn new(size: Size, batch: usize) -> Self {
        let config = size.config();
        let networks = [
            NetworkKind::Generator,
            NetworkKind::MappingNetwork,
            NetworkKind::StyleEncoder,
        ];
        let tensors = support::golden_tensors(&config, &networks);
        let device = Device::flex();
        let model = Model::load(&config, &tensors, &device).unwrap();
        let side = config.img_size;
        let parts = |name: &str| -> Vec<Tensor<4>> {
            let planes = support::images(name, GRID, side);
            let parts = planes.chunks(batch * 3 * side * side);
            parts.map(|part| model.pictures(part.to_vec())).collect()
        };
        let latent = support::uniform("bench.z", config.latent_dim, 1);
        let latent: Vec<f32> = latent.into_iter().map(|u| 1.7 * u).collect();
        Self {
            sources: parts("bench.x"),
            references: parts("bench.ref"),
            latent: rows(&[&latent], &device),
            features: None,
            model,
        }
    }

    fn source(&self) -> Tensor<4> {
        self.sources[0].clone().narrow(0, 0, 1)
    }

    fn style(&self) -> Tensor<2> {
        let mapping = self.model.mapping_network.as_ref().unwrap();
        mapping.forward(self.latent.clone(), &[DOMAIN])
    }

    fn encoded_style(&self, references: Tensor<4>, domains: &[usize]) -> Tensor<2> {
        let encoder = self.model.style_encoder.as_ref().unwrap();
        encoder.forward(references, domains)
    }

    fn run(&mut self, task: Task) -> Run {
        if task == Task::Slider && self.features.is_none() {
            self.features = Some(self.model.generator.encode(self.source(), None));
        }
        let generator = &self.model.generator;
        timed(|| match task {
            Task::Picture => {
                let features = generator.encode(self.source(), None);
                vec![numbers(generator.decode(&features, self.style()))]
            }
            Task::Slider => {
                let features = self.features.as_ref().unwrap();
                vec![numbers(generator.decode(features, self.style()))]
            }
            Task::Encode => {
                // Work on the CPU is done when a call returns; the content has no way out but the decoder.
                drop(generator.encode(self.source(), None));
                Vec::new()
            }
            Task::Style => {
                let reference = self.references[0].clone().narrow(0, 0, 1);
                vec![numbers(self.encoded_style(reference, &[DOMAIN]))]
            }
            Task::Grid => self.grid(),
        })
    }

    /// Every source encoded once, every reference once, then only the decoder for each cell.
    fn grid(&self) -> Vec<Vec<f32>> {
        let generator = &self.model.generator;
        let mut styles = Vec::new();
        for references in &self.references {
            let domains = styles.len()..styles.len() + references.dims()[0];
            let domains: Vec<usize> = domains
                .map(|at| at % self.model.config.num_domains())
                .collect();
            let found = self.encoded_style(references.clone(), &domains);
            styles.extend((0..domains.len()).map(|at| found.clone().narrow(0, at, 1)));
        }
        let encode = |sources: &Tensor<4>| generator.encode(sources.clone(), None);
        let features: Vec<Features> = self.sources.iter().map(encode).collect();
        let mut cells = Vec::new();
        for style in styles {
            for (features, sources) in features.iter().zip(&self.sources) {
                let style = style.clone().repeat_dim(0, sources.dims()[0]);
                cells.push(numbers(generator.decode(features, style)));
            }
        }
        cells
    }
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

/// Networks by form and size, loaded when they are first needed.
pub struct Bench {
    ready: BTreeMap<(&'static str, Size), Ready>,
    batch: usize,
}

impl Bench {
    /// With `batch` pictures at a time in the grid.
    pub fn new(batch: usize) -> Self {
        Self {
            ready: BTreeMap::new(),
            batch,
        }
    }

    /// Runs `case` once in the form called `form`, which the process has entered.
    pub fn run(&mut self, case: Case, form: &'static str) -> Run {
        let ready = self.ready.entry((form, case.size));
        let ready = ready.or_insert_with(|| Ready::new(case.size, self.batch));
        ready.run(case.task)
    }
}
