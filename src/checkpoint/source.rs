//! The tensors of a file, whatever its container: shapes at once, values on demand.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use pytorch_reader::{DType, PickleValue, PytorchError, PytorchReader, Tensor};
use safetensors::tensor::Metadata;
use safetensors::{Dtype, SafeTensors};

use super::container::{self, Container};
use super::error::Fault;
use super::tensors::{HostTensor, Number, TensorMap};

/// What is known of a tensor before it is read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its element type.
    pub number: Number,
    /// Its size when read.
    pub bytes: u64,
}

/// An opened file.
pub struct Source {
    /// Its tensors by the names in the file.
    pub entries: BTreeMap<String, Entry>,
    /// Free text of a safetensors file.
    pub metadata: HashMap<String, String>,
    /// Things in the file's outermost dictionary that are neither tensors nor dictionaries.
    pub foreign: Vec<String>,
    /// Bytes of the file.
    pub length: u64,
    body: Body,
}

enum Body {
    Pytorch(HashMap<String, Tensor>),
    Safetensors {
        bytes: Vec<u8>,
        header: Metadata,
        start: usize,
    },
}

impl Source {
    /// Opens a file after its pickles, if any, were walked.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let container = container::recognise(path)?;
        container::scan(path, container)?;
        match container {
            Container::Zip | Container::Legacy => Self::open_pytorch(path),
            Container::Safetensors => Self::from_safetensors(std::fs::read(path)?),
            Container::Pickle => {
                let what = "a Python pickle without tensors".to_owned();
                Err(Fault::NotAModel { what })
            }
        }
    }

    fn open_pytorch(path: &Path) -> Result<Self, Fault> {
        let length = std::fs::metadata(path)?.len();
        let tensors = PytorchReader::new(path).map_err(fault_of)?.into_tensors();
        let entry = |tensor: &Tensor| Entry {
            shape: tensor.shape().to_vec(),
            number: pytorch_number(tensor.dtype()),
            bytes: tensor.byte_len() as u64,
        };
        let entries = tensors
            .iter()
            .map(|(name, tensor)| (name.clone(), entry(tensor)))
            .collect();
        refuse_bombs(&entries, length)?;
        Ok(Self {
            entries,
            metadata: HashMap::new(),
            foreign: foreign_of(path, &tensors)?,
            length,
            body: Body::Pytorch(tensors),
        })
    }

    /// The tensors of a safetensors file in memory.
    pub fn from_safetensors(bytes: Vec<u8>) -> Result<Self, Fault> {
        let damaged = |error: safetensors::SafeTensorError| Fault::Damaged {
            why: error.to_string(),
        };
        let (header_length, header) = SafeTensors::read_metadata(&bytes).map_err(damaged)?;
        let entries = header
            .tensors()
            .into_iter()
            .map(|(name, info)| {
                let (from, to) = info.data_offsets;
                let entry = Entry {
                    shape: info.shape.clone(),
                    number: safetensors_number(info.dtype),
                    bytes: (to - from) as u64,
                };
                (name, entry)
            })
            .collect();
        Ok(Self {
            entries,
            metadata: header.metadata().clone().unwrap_or_default(),
            foreign: Vec::new(),
            length: bytes.len() as u64,
            body: Body::Safetensors {
                // Eight bytes of length, the header, then the tensors.
                start: 8 + header_length,
                bytes,
                header,
            },
        })
    }

    /// Reads all tensors, each called `network.` and its name in the file.
    pub fn read_all(&self, network: &str) -> Result<TensorMap, Fault> {
        let names = self.entries.keys();
        names
            .map(|name| Ok((format!("{network}.{name}"), self.read(name)?)))
            .collect()
    }

    /// Reads tensor `name` and converts it to 32 bits.
    pub fn read(&self, name: &str) -> Result<HostTensor, Fault> {
        let damaged = || Fault::Damaged {
            why: format!("the tensor {name} is incomplete"),
        };
        let entry = self.entries.get(name).ok_or_else(damaged)?;
        let values = match &self.body {
            Body::Pytorch(tensors) => {
                let tensor = tensors.get(name).ok_or_else(damaged)?;
                entry
                    .number
                    .decode(&little_endian(tensor.read()?, entry.number))
            }
            Body::Safetensors {
                bytes,
                header,
                start,
            } => {
                let (from, to) = header.info(name).ok_or_else(damaged)?.data_offsets;
                let block = bytes.get(start + from..start + to).ok_or_else(damaged)?;
                entry.number.decode(block)
            }
        };
        let values = values.ok_or_else(|| Fault::Type {
            name: name.to_owned(),
        })?;
        HostTensor::new(entry.shape.clone(), values).ok_or_else(damaged)
    }
}

/// A stride of 0 lets a tiny file claim terabytes; real files hold what they claim.
fn refuse_bombs(entries: &BTreeMap<String, Entry>, length: u64) -> Result<(), Fault> {
    let sizes = entries.values().map(|entry| entry.bytes);
    let claimed = sizes.fold(0u64, u64::saturating_add);
    // Shared storages and compressed archives may exceed the file, but not a hundredfold.
    if claimed > length.saturating_mul(16).saturating_add(1 << 20) {
        return Err(Fault::TooLarge { claimed, length });
    }
    Ok(())
}

/// `pytorch-reader` gives native-endian bytes; decoding expects little-endian ones.
fn little_endian(mut bytes: Vec<u8>, number: Number) -> Vec<u8> {
    if cfg!(target_endian = "big") {
        let width = match number {
            Number::F64 | Number::I64 => 8,
            Number::F32 => 4,
            Number::F16 | Number::Bf16 => 2,
            Number::Other => 1,
        };
        bytes.chunks_exact_mut(width).for_each(<[u8]>::reverse);
    }
    bytes
}

fn fault_of(error: PytorchError) -> Fault {
    match error {
        PytorchError::Io(error) => error.into(),
        other => Fault::Damaged {
            why: other.to_string(),
        },
    }
}

/// What lies beside the networks in the outermost dictionary, such as a step number.
fn foreign_of(path: &Path, tensors: &HashMap<String, Tensor>) -> Result<Vec<String>, Fault> {
    let PickleValue::Dict(root) = PytorchReader::read_pickle_data(path, None).map_err(fault_of)?
    else {
        return Ok(Vec::new());
    };
    let mut foreign: Vec<String> = root
        .into_iter()
        .filter(|(key, value)| !matches!(value, PickleValue::Dict(_)) && !tensors.contains_key(key))
        .map(|(key, _)| key)
        .collect();
    foreign.sort();
    Ok(foreign)
}

fn pytorch_number(dtype: DType) -> Number {
    match dtype {
        DType::F64 => Number::F64,
        DType::F32 => Number::F32,
        DType::F16 => Number::F16,
        DType::BF16 => Number::Bf16,
        DType::I64 => Number::I64,
        _ => Number::Other,
    }
}

fn safetensors_number(dtype: Dtype) -> Number {
    match dtype {
        Dtype::F64 => Number::F64,
        Dtype::F32 => Number::F32,
        Dtype::F16 => Number::F16,
        Dtype::BF16 => Number::Bf16,
        Dtype::I64 => Number::I64,
        _ => Number::Other,
    }
}
