#!/usr/bin/env python3
"""Keeps a PyTorch checkpoint without the tensor values that the fill formula makes (README.md beside this file).

    skeleton.py make CHECKPOINT...        writes tests/golden/NAME.skeleton (needs torch and numpy)
    skeleton.py rebuild FOLDER SKELETON...  writes the checkpoints themselves into FOLDER (needs numpy)

A skeleton is text, an empty line, and all bytes of the checkpoint but the tensor values. The text says where the values go, in the
order of the file: `OFFSET KIND SHAPE NAME`, the offset counted in the checkpoint, the kind and the full name (network first) as the
formula takes them. tests/suite/skeleton.rs reads it the same way.
"""

import hashlib
import pathlib
import sys

import numpy

SEED = 1
KINDS = ("w", "b", "g", "var")
MASK = (1 << 64) - 1


def uniform(name, count):
    """`count` numbers in [-1, 1), from fnv1a64 of the name and splitmix64."""
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    z = numpy.uint64(h ^ SEED) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(40)).astype(numpy.float64) / 2.0**23 - 1.0


def fill(kind, shape, name):
    """The bytes of a tensor."""
    u = uniform(name, int(numpy.prod(shape)))
    values = {
        "w": lambda: u * numpy.sqrt(6.0 / numpy.prod(shape[1:])),
        "b": lambda: 0.1 * u,
        "g": lambda: 1.0 + 0.1 * u,
        "var": lambda: 1.0 + 0.5 * u,
    }[kind]()
    return values.astype("<f4").tobytes()


def place(data, name, tensor):
    """Where the values of a tensor are, and which kind they are."""
    for kind in KINDS:
        values = fill(kind, tuple(tensor.shape), name)
        if values != tensor.contiguous().numpy().tobytes():
            continue
        if data.count(values) != 1:
            raise SystemExit(f"{name}: its values are {data.count(values)} times in the file")
        return data.index(values), kind, tuple(tensor.shape), name
    return None


def make(path):
    """Writes the skeleton of a checkpoint of the form {network: {tensor name: tensor}} or, as a state_dict, {tensor name: tensor}."""
    import torch

    data = path.read_bytes()
    places = []
    for network, tensors in torch.load(path, map_location="cpu", weights_only=True).items():
        if isinstance(tensors, torch.Tensor):
            network, name = network.split(".", 1)
            tensors = {name: tensors}
        for name, tensor in tensors.items():
            found = place(data, f"{network}.{name.removeprefix('module.')}", tensor)
            if found is None:
                print(f"{path.name}: {network}.{name} is not by formula, it stays")
            else:
                places.append(found)
    head, rest, at = [], b"", 0
    for offset, kind, shape, name in sorted(places):
        head.append(f"{offset} {kind} {'x'.join(map(str, shape))} {name}\n")
        rest += data[at:offset]
        at = offset + 4 * int(numpy.prod(shape))
    out = pathlib.Path(__file__).with_name(path.name + ".skeleton")
    out.write_bytes("".join(head).encode() + b"\n" + rest + data[at:])
    whole = rebuilt(out) == data
    print(f"{out.name}: {len(data)} -> {out.stat().st_size} bytes, rebuilt {'equal' if whole else 'DIFFERENT'}")
    if not whole:
        raise SystemExit(1)


def rebuilt(skeleton):
    """The bytes of the checkpoint."""
    head, rest = skeleton.read_bytes().split(b"\n\n", 1)
    out, at = bytearray(), 0
    for line in head.decode().splitlines():
        offset, kind, shape, name = line.split(" ")
        more = int(offset) - len(out)
        out += rest[at : at + more]
        at += more
        out += fill(kind, tuple(map(int, shape.split("x"))), name)
    return bytes(out + rest[at:])


def main(verb, *rest):
    """Runs one of the two commands."""
    if verb == "make":
        for path in rest:
            make(pathlib.Path(path))
    elif verb == "rebuild":
        for skeleton in map(pathlib.Path, rest[1:]):
            data = rebuilt(skeleton)
            out = pathlib.Path(rest[0]) / skeleton.stem
            out.write_bytes(data)
            print(f"{out}: sha256 {hashlib.sha256(data).hexdigest()}")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
