"""Writes hpf0.f32, hpf1.f32 and hpf1_masks.f32 into a folder: what PyTorch makes of the two official generators at 256 x 256.

    python benches/peer/full_size.py DIR
    STARGRID_FULL_SIZE=DIR cargo test --test suite full_size -- --ignored --nocapture

Weights come from the golden fill formula, so no checkpoint is needed. hpf1.f32 is made without masks.
"""

import sys
from pathlib import Path

import numpy
import torch

from stargan_v2 import Generator, Shape, images, masks, uniform

PARAMETERS = {False: 33_892_995, True: 43_467_395}


def main(folder):
    """Both references."""
    folder.mkdir(parents=True, exist_ok=True)
    source = images("full.x", 1, 256)
    style = torch.from_numpy(uniform("full.s", 64).astype(numpy.float32)).view(1, 64)
    for high_pass in (False, True):
        generator = Generator(Shape(256, high_pass=high_pass))
        assert generator.size() == PARAMETERS[high_pass], generator.size()
        with torch.no_grad():
            fake = generator.decode(generator.encode(source), style)
            write(folder / f"hpf{int(high_pass)}.f32", fake)
            if high_pass:
                pair = [masks(f"full.mask{at}", 1, 256) for at in range(2)]
                write(folder / "hpf1_masks.f32", generator.masked(source, style, pair))


def write(path, fake):
    """A picture's values as plain floats."""
    path.write_bytes(fake.numpy().astype("<f4").tobytes())
    print(f"{path}: {tuple(fake.shape)}, largest value {fake.abs().max():.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
