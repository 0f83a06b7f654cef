//! The Python names that a checkpoint of plain weights may ask for.

/// Names that PyTorch's own tensors, containers and numbers are made of; none of them can touch the machine.
pub(super) fn is_allowed(name: &str) -> bool {
    const EXACT: [&str; 22] = [
        "collections.OrderedDict",
        "collections.defaultdict",
        "builtins.dict",
        "builtins.set",
        "builtins.frozenset",
        "__builtin__.dict",
        "__builtin__.set",
        "__builtin__.frozenset",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        "torch.nn.parameter.Parameter",
        "torch.storage.TypedStorage",
        "torch.storage.UntypedStorage",
        "torch.Size",
        "torch.device",
        "numpy.dtype",
        "numpy.ndarray",
        "numpy.core.multiarray.scalar",
        "numpy._core.multiarray.scalar",
        "numpy.core.multiarray._reconstruct",
        "_codecs.encode",
    ];
    const DTYPES: [&str; 13] = [
        "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8",
        "bool", "float", "half", "double",
    ];
    let Some(member) = name.strip_prefix("torch.") else {
        return EXACT.contains(&name);
    };
    let storage = member.strip_prefix("cuda.").unwrap_or(member);
    let is_storage = storage
        .strip_suffix("Storage")
        .is_some_and(|kind| kind.chars().all(|c| c.is_ascii_alphanumeric()));
    is_storage || DTYPES.contains(&member) || EXACT.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_data_is_allowed() {
        for name in [
            "collections.OrderedDict",
            "torch.FloatStorage",
            "torch.cuda.HalfStorage",
            "torch.float16",
            "torch.Size",
            "torch._utils._rebuild_tensor_v2",
        ] {
            assert!(is_allowed(name), "{name}");
        }
        for name in [
            "torch.load",
            "torch.storage._load_from_bytes",
            "torch.hub.xStorage",
            "builtins.getattr",
            "os.system",
            "collections.OrderedDict.x",
        ] {
            assert!(!is_allowed(name), "{name}");
        }
    }
}
