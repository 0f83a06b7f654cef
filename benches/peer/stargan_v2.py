"""StarGAN v2's generator as plain PyTorch functions, with weights made by the golden fill formula.

Written from the description of the networks, as an independent check of the Rust code. Weights and inputs follow the formula that
tests/suite/support.rs holds too: hash of a tensor's full name, splitmix64, a scale by kind.
"""

import math

import numpy
import torch
import torch.nn.functional as F

SEED = 1
SLOPE = 0.2


def fnv1a64(text):
    """Hash of a full name."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def uniform(full_name, count):
    """`count` float64 numbers u in [-1, 1), each exact in float32."""
    z = numpy.arange(1, count + 1, dtype=numpy.uint64)
    with numpy.errstate(over="ignore"):
        z *= numpy.uint64(0x9E3779B97F4A7C15)
        z += numpy.uint64(fnv1a64(full_name) ^ SEED)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(40)).astype(numpy.float64) / 2**23 - 1


def images(name, count, size):
    """Smooth pictures: 16 x 16 noise, enlarged bilinearly."""
    small = torch.from_numpy(uniform(name, count * 3 * 256).astype(numpy.float32))
    return F.interpolate(small.view(count, 3, 16, 16), size=(size, size), mode="bilinear", align_corners=False)


class Shape:
    """The numbers from which the generator's widths follow."""

    def __init__(self, size, base=None, cap=512, style=64, high_pass=False):
        self.size, self.cap, self.style, self.high_pass = size, cap, style, high_pass
        self.base = base or 2**14 // size

    def encoder(self):
        """(input, output, halves) of each block."""
        width, blocks = self.base, []
        for _ in range(int(math.log2(self.size)) - 4 + int(self.high_pass)):
            blocks.append((width, min(2 * width, self.cap), True))
            width = blocks[-1][1]
        return blocks + [(width, width, False)] * 2

    def decoder(self):
        """(input, output, doubles) of each block."""
        return [(leaves, enters, resample) for enters, leaves, resample in reversed(self.encoder())]


def weights(shape):
    """All tensors of the generator by their official names."""
    tensors = {}

    def add(name, *dims, kind="w"):
        u = uniform(f"generator.{name}", math.prod(dims))
        scaled = {"w": lambda: u * math.sqrt(6 / math.prod(dims[1:])), "b": lambda: 0.1 * u, "g": lambda: 1 + 0.1 * u}
        tensors[name] = torch.from_numpy(scaled[kind]().astype(numpy.float32)).view(dims)

    def conv(name, leaves, enters, side, bias=True):
        add(f"{name}.weight", leaves, enters, side, side)
        if bias:
            add(f"{name}.bias", leaves, kind="b")

    def norm(name, width):
        add(f"{name}.weight", width, kind="g")
        add(f"{name}.bias", width, kind="b")

    def style_norm(name, width):
        add(f"{name}.fc.weight", 2 * width, shape.style)
        add(f"{name}.fc.bias", 2 * width, kind="b")

    conv("from_rgb", shape.base, 3, 3)
    for at, (enters, leaves, _) in enumerate(shape.encoder()):
        block = f"encode.{at}"
        conv(f"{block}.conv1", enters, enters, 3)
        conv(f"{block}.conv2", leaves, enters, 3)
        norm(f"{block}.norm1", enters)
        norm(f"{block}.norm2", enters)
        if enters != leaves:
            conv(f"{block}.conv1x1", leaves, enters, 1, bias=False)
    for at, (enters, leaves, _) in enumerate(shape.decoder()):
        block = f"decode.{at}"
        conv(f"{block}.conv1", leaves, enters, 3)
        conv(f"{block}.conv2", leaves, leaves, 3)
        style_norm(f"{block}.norm1", enters)
        style_norm(f"{block}.norm2", leaves)
        if enters != leaves:
            conv(f"{block}.conv1x1", leaves, enters, 1, bias=False)
    norm("to_rgb.0", shape.base)
    conv("to_rgb.2", 3, shape.base, 1)
    return tensors


class Generator:
    """G in two halves: `encode` does not see the style, `decode` does."""

    def __init__(self, shape):
        self.shape, self.tensors = shape, weights(shape)

    def parameters(self):
        """How many numbers it has."""
        return sum(tensor.numel() for tensor in self.tensors.values())

    def encode(self, x):
        """The content of a picture."""
        x = self._conv("from_rgb", x, 1)
        for at, (enters, leaves, halves) in enumerate(self.shape.encoder()):
            x = self._down(f"encode.{at}", x, enters != leaves, halves)
        return x

    def decode(self, x, style):
        """The picture of a content in a style. No masks: the high-pass skip stays out."""
        for at, (enters, leaves, doubles) in enumerate(self.shape.decoder()):
            x = self._up(f"decode.{at}", x, style, enters != leaves, doubles)
        return self._conv("to_rgb.2", F.leaky_relu(self._norm("to_rgb.0", x), SLOPE), 0)

    def _conv(self, name, x, padding):
        return F.conv2d(x, self.tensors[f"{name}.weight"], self.tensors.get(f"{name}.bias"), padding=padding)

    def _norm(self, name, x):
        return F.instance_norm(x, weight=self.tensors[f"{name}.weight"], bias=self.tensors[f"{name}.bias"], eps=1e-5)

    def _style_norm(self, name, x, style):
        affine = F.linear(style, self.tensors[f"{name}.fc.weight"], self.tensors[f"{name}.fc.bias"])
        gamma, beta = affine[:, :, None, None].chunk(2, dim=1)
        return (1 + gamma) * F.instance_norm(x, eps=1e-5) + beta

    def _down(self, block, x, learned, halves):
        short = self._conv(f"{block}.conv1x1", x, 0) if learned else x
        x = self._conv(f"{block}.conv1", F.leaky_relu(self._norm(f"{block}.norm1", x), SLOPE), 1)
        if halves:
            short, x = F.avg_pool2d(short, 2), F.avg_pool2d(x, 2)
        x = self._conv(f"{block}.conv2", F.leaky_relu(self._norm(f"{block}.norm2", x), SLOPE), 1)
        return (short + x) / math.sqrt(2)

    def _up(self, block, x, style, learned, doubles):
        def enlarge(map_):
            return F.interpolate(map_, scale_factor=2, mode="nearest") if doubles else map_

        entering = x
        x = enlarge(F.leaky_relu(self._style_norm(f"{block}.norm1", x, style), SLOPE))
        x = self._conv(f"{block}.conv1", x, 1)
        x = self._conv(f"{block}.conv2", F.leaky_relu(self._style_norm(f"{block}.norm2", x, style), SLOPE), 1)
        if self.shape.high_pass:
            return x
        short = enlarge(entering)
        return (x + (self._conv(f"{block}.conv1x1", short, 0) if learned else short)) / math.sqrt(2)
