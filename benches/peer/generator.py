"""Times PyTorch on the generator, beside `cargo bench --bench generator`: eager, no_grad, float32, two threads.

    python benches/peer/generator.py [THREADS]
"""

import statistics
import sys
import time

import numpy
import torch

from stargan_v2 import Generator, Shape, images, uniform


def milliseconds(action, runs=9):
    """Fastest and median of `runs` after one warm-up, as text."""
    action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return f"{min(times):.1f} ({statistics.median(times):.1f}) ms"


def main(threads):
    """Prints encode and decode for both sizes."""
    torch.set_num_threads(threads)
    print(f"PyTorch {torch.__version__}, {threads} threads, batch 1, fastest (median) of 9")
    for name, shape in [("demo 64", Shape(64, base=16, cap=128)), ("official 256, w_hpf 0", Shape(256))]:
        generator = Generator(shape)
        source = images("full.x", 1, shape.size)
        style = torch.from_numpy(uniform("full.s", 64).astype(numpy.float32)).view(1, 64)
        with torch.no_grad():
            features = generator.encode(source)
            encode = milliseconds(lambda: generator.encode(source))
            decode = milliseconds(lambda: generator.decode(features, style))
        print(f"{name}: encode {encode}, decode {decode}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
