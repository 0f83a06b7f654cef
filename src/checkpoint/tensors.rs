//! How a file's numbers become the 32-bit weights that networks take.

pub use crate::model::weights::{HostTensor, TensorMap};

/// BLAKE3 over names, shapes and values of weights, in hexadecimal: the same for the same weights in whatever file.
pub fn digest(tensors: &TensorMap) -> String {
    /// Values that are turned into bytes together.
    const AT_ONCE: usize = 4096;
    let mut hasher = blake3::Hasher::new();
    let mut bytes = Vec::with_capacity(AT_ONCE * size_of::<f32>());
    for (name, tensor) in tensors {
        hasher.update(name.as_bytes()).update(&[0]);
        for extent in &tensor.shape {
            hasher.update(&(*extent as u64).to_le_bytes());
        }
        for values in tensor.values.chunks(AT_ONCE) {
            bytes.clear();
            bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            hasher.update(&bytes);
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// The element types that weights are stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// 64-bit float.
    F64,
    /// 32-bit float.
    F32,
    /// IEEE half.
    F16,
    /// The upper half of a 32-bit float.
    Bf16,
    /// 64-bit signed integer (counters of batch norms).
    I64,
    /// Any other type: no network stores its weights in it.
    Other,
}

impl Number {
    /// Whether weights may have this type.
    pub fn is_float(self) -> bool {
        matches!(self, Self::F64 | Self::F32 | Self::F16 | Self::Bf16)
    }

    /// The values of little-endian `bytes`; `None` for types without a meaning here.
    pub fn decode(self, bytes: &[u8]) -> Option<Vec<f32>> {
        let values = match self {
            Self::F64 => chunks(bytes, |c| f64::from_le_bytes(c) as f32),
            Self::F32 => chunks(bytes, f32::from_le_bytes),
            Self::F16 => chunks(bytes, |c| half_to_f32(u16::from_le_bytes(c))),
            Self::Bf16 => chunks(bytes, |c| {
                f32::from_bits(u32::from(u16::from_le_bytes(c)) << 16)
            }),
            Self::I64 => chunks(bytes, |c| i64::from_le_bytes(c) as f32),
            Self::Other => return None,
        };
        Some(values)
    }
}

fn chunks<const N: usize>(bytes: &[u8], value: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    bytes
        .as_chunks::<N>()
        .0
        .iter()
        .map(|chunk| value(*chunk))
        .collect()
}

/// An IEEE half as a 32-bit float, exactly.
fn half_to_f32(half: u16) -> f32 {
    let sign = u32::from(half >> 15) << 31;
    let exponent = u32::from(half >> 10) & 0x1f;
    let fraction = u32::from(half) & 0x3ff;
    let magnitude = match exponent {
        // Subnormal: fraction * 2^-24, exact in 32 bits.
        0 => (fraction as f32 * 2f32.powi(-24)).to_bits(),
        0x1f => 0x7f80_0000 | (fraction << 13),
        _ => ((exponent + 112) << 23) | (fraction << 13),
    };
    f32::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_exact() {
        for (half, expected) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x0400, 6.103_515_6e-5),
            (0x8000, -0.0),
        ] {
            assert_eq!(
                half_to_f32(half).to_bits(),
                f32::to_bits(expected),
                "{half:x}"
            );
        }
        assert_eq!(half_to_f32(0x7c00), f32::INFINITY);
        assert!(half_to_f32(0x7e00).is_nan());
    }

    #[test]
    fn every_float_type_is_decoded() {
        let one_and_half = 1.5f64;
        assert_eq!(
            Number::F64.decode(&one_and_half.to_le_bytes()),
            Some(vec![1.5])
        );
        assert_eq!(Number::Bf16.decode(&[0xc0, 0x3f]), Some(vec![1.5]));
        assert_eq!(Number::F16.decode(&[0x00, 0x3e]), Some(vec![1.5]));
        assert_eq!(Number::I64.decode(&7i64.to_le_bytes()), Some(vec![7.0]));
        assert_eq!(Number::Other.decode(&[1]), None);
    }
}
