#!/usr/bin/env python3
"""Makes lpips_alex_heads.safetensors, the five heads of LPIPS v0.1 on AlexNet.

    pip download --no-deps lpips==0.1.4
    convert_heads.py lpips-0.1.4-py3-none-any.whl     (needs torch, numpy and safetensors)

Values and names stay what they are, float32. The network itself is torchvision's AlexNet, which is not bundled.
"""

import hashlib
import io
import pathlib
import sys
import zipfile

import numpy
import torch
from safetensors.numpy import save_file

FILE = "lpips/weights/v0.1/alex.pth"
SHA256 = "df73285e35b22355a2df87cdb6b70b343713b667eddbda73e1977e0c860835c0"
SHAPES = {f"lin{layer}.model.1.weight": (1, width, 1, 1) for layer, width in enumerate((64, 192, 384, 256, 256))}


def main(wheel):
    """Reads the file out of the wheel and writes the heads beside this script."""
    data = zipfile.ZipFile(wheel).read(FILE)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit("not the published file")
    published = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    heads = {name: numpy.ascontiguousarray(tensor.numpy()) for name, tensor in published.items()}
    if {name: head.shape for name, head in heads.items()} != SHAPES or any(head.dtype != numpy.float32 for head in heads.values()):
        raise SystemExit(f"other heads: {sorted(heads)}")
    out = pathlib.Path(__file__).with_name("lpips_alex_heads.safetensors")
    origin = {"origin": "lpips 0.1.4 (PyPI), " + FILE, "sha256": SHA256, "licence": "BSD-2-Clause"}
    save_file(heads, out, metadata=origin)
    print(f"{out.name}: {out.stat().st_size} bytes, sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
