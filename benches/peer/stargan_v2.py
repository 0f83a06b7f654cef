"""StarGAN v2's generator, mapping network and style encoder in plain PyTorch, with weights made by the golden fill formula.

Written from the description of the networks, as an independent check of the Rust code. Weights and inputs follow the formula that
tests/suite/support.rs holds too: hash of a tensor's full name, splitmix64, a scale by kind.
"""

import math

import numpy
import torch
import torch.nn.functional as F
from torch import nn

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


def masks(name, count, size):
    """Smooth masks in [0, 1]: 8 x 8 noise, enlarged bilinearly."""
    small = torch.from_numpy((0.5 + 0.5 * uniform(name, count * 64)).astype(numpy.float32))
    return F.interpolate(small.view(count, 1, 8, 8), size=(size, size), mode="bilinear", align_corners=False)


class Shape:
    """The numbers from which all widths follow."""

    def __init__(self, size, base=None, cap=512, style=64, high_pass=False, latent=16, hidden=512, domains=3):
        self.size, self.cap, self.style, self.high_pass = size, cap, style, high_pass
        self.latent, self.hidden, self.domains = latent, hidden, domains
        self.base = base or 2**14 // size

    def halving(self, count):
        """(input, output, halves) of `count` blocks from the first width on."""
        width, blocks = self.base, []
        for _ in range(count):
            blocks.append((width, min(2 * width, self.cap), True))
            width = blocks[-1][1]
        return blocks

    def encoder(self):
        """(input, output, halves) of each block."""
        blocks = self.halving(int(math.log2(self.size)) - 4 + int(self.high_pass))
        return blocks + [(blocks[-1][1], blocks[-1][1], False)] * 2

    def trunk(self):
        """(input, output, halves) of each block of the style encoder."""
        return self.halving(int(math.log2(self.size)) - 2)

    def decoder(self):
        """(input, output, doubles) of each block."""
        return [(leaves, enters, resample) for enters, leaves, resample in reversed(self.encoder())]


class Network(nn.Module):
    """Tensors by their official names, and the layers that use them."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def size(self):
        """How many numbers it has."""
        return sum(tensor.numel() for tensor in self.buffers())

    def tensor(self, name):
        """The tensor of an official name; None when the network has none."""
        return getattr(self, name.replace(".", "__"), None)

    def add(self, name, *dims, kind="w"):
        """A tensor with the values of the fill formula."""
        u = uniform(f"{self.net}.{name}", math.prod(dims))
        scaled = {"w": lambda: u * math.sqrt(6 / math.prod(dims[1:])), "b": lambda: 0.1 * u, "g": lambda: 1 + 0.1 * u}
        self.register_buffer(name.replace(".", "__"), torch.from_numpy(scaled[kind]().astype(numpy.float32)).view(dims))

    def add_conv(self, name, leaves, enters, side, bias=True):
        """A convolution's weight and bias."""
        self.add(f"{name}.weight", leaves, enters, side, side)
        if bias:
            self.add(f"{name}.bias", leaves, kind="b")

    def add_linear(self, name, leaves, enters):
        """A linear layer's weight and bias."""
        self.add(f"{name}.weight", leaves, enters)
        self.add(f"{name}.bias", leaves, kind="b")

    def add_norm(self, name, width):
        """A norm's scale and shift."""
        self.add(f"{name}.weight", width, kind="g")
        self.add(f"{name}.bias", width, kind="b")

    def add_down(self, block, enters, leaves, norm):
        """A block of an encoder."""
        self.add_conv(f"{block}.conv1", enters, enters, 3)
        self.add_conv(f"{block}.conv2", leaves, enters, 3)
        if norm:
            self.add_norm(f"{block}.norm1", enters)
            self.add_norm(f"{block}.norm2", enters)
        if enters != leaves:
            self.add_conv(f"{block}.conv1x1", leaves, enters, 1, bias=False)

    def conv(self, name, x, padding):
        """Convolution with stride 1."""
        return F.conv2d(x, self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias"), padding=padding)

    def linear(self, name, x):
        """Linear layer."""
        return F.linear(x, self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias"))

    def norm(self, name, x):
        """Instance norm; a network without norms leaves x."""
        weight = self.tensor(f"{name}.weight")
        return x if weight is None else F.instance_norm(x, weight=weight, bias=self.tensor(f"{name}.bias"), eps=1e-5)

    def down(self, block, x, learned, halves):
        """Residual block of an encoder."""
        short = self.conv(f"{block}.conv1x1", x, 0) if learned else x
        x = self.conv(f"{block}.conv1", F.leaky_relu(self.norm(f"{block}.norm1", x), SLOPE), 1)
        if halves:
            short, x = F.avg_pool2d(short, 2), F.avg_pool2d(x, 2)
        x = self.conv(f"{block}.conv2", F.leaky_relu(self.norm(f"{block}.norm2", x), SLOPE), 1)
        return (short + x) / math.sqrt(2)


class Generator(Network):
    """G in two halves: `encode` does not see the style, `decode` does. Called, it is both, as everybody uses it."""

    def __init__(self, shape):
        super().__init__("generator")
        self.shape = shape
        self.add_conv("from_rgb", shape.base, 3, 3)
        for at, (enters, leaves, _) in enumerate(shape.encoder()):
            self.add_down(f"encode.{at}", enters, leaves, norm=True)
        for at, (enters, leaves, _) in enumerate(shape.decoder()):
            block = f"decode.{at}"
            self.add_conv(f"{block}.conv1", leaves, enters, 3)
            self.add_conv(f"{block}.conv2", leaves, leaves, 3)
            self.add_linear(f"{block}.norm1.fc", 2 * enters, shape.style)
            self.add_linear(f"{block}.norm2.fc", 2 * leaves, shape.style)
            if enters != leaves:
                self.add_conv(f"{block}.conv1x1", leaves, enters, 1, bias=False)
        self.add_norm("to_rgb.0", shape.base)
        self.add_conv("to_rgb.2", 3, shape.base, 1)

    def forward(self, x, style):
        """The picture of x in a style."""
        return self.decode(self.encode(x), style)

    def encode(self, x):
        """The content of a picture."""
        x = self.conv("from_rgb", x, 1)
        for at, (enters, leaves, halves) in enumerate(self.shape.encoder()):
            x = self.down(f"encode.{at}", x, enters != leaves, halves)
        return x

    def decode(self, x, style):
        """The picture of a content in a style. No masks: the high-pass skip stays out."""
        for at, (enters, leaves, doubles) in enumerate(self.shape.decoder()):
            x = self.up(f"decode.{at}", x, style, enters != leaves, doubles)
        return self.conv("to_rgb.2", F.leaky_relu(self.norm("to_rgb.0", x), SLOPE), 0)

    def masked(self, x, style, masks):
        """The same with the high-pass skip (w_hpf 1) in use; `masks`: coarse and fine, each B x 1 x 256 x 256."""
        kernel = torch.full((3, 3), -1.0)
        kernel[1, 1] = 8
        kept = {}
        x = self.conv("from_rgb", x, 1)
        for at, (enters, leaves, halves) in enumerate(self.shape.encoder()):
            if x.shape[2] in (32, 64, 128):
                kept[x.shape[2]] = x
            x = self.down(f"encode.{at}", x, enters != leaves, halves)
        for at, (enters, leaves, doubles) in enumerate(self.shape.decoder()):
            x = self.up(f"decode.{at}", x, style, enters != leaves, doubles)
            height = x.shape[2]
            if height in kept:
                mask = F.interpolate(masks[int(height > 32)], size=(height, height), mode="bilinear", align_corners=False)
                passed = mask * kept[height]
                channels = passed.shape[1]
                x = x + F.conv2d(passed, kernel.expand(channels, 1, 3, 3), padding=1, groups=channels)
        return self.conv("to_rgb.2", F.leaky_relu(self.norm("to_rgb.0", x), SLOPE), 0)

    def style_norm(self, name, x, style):
        """AdaIN."""
        gamma, beta = self.linear(f"{name}.fc", style)[:, :, None, None].chunk(2, dim=1)
        return (1 + gamma) * F.instance_norm(x, eps=1e-5) + beta

    def up(self, block, x, style, learned, doubles):
        """Residual block of the decoder."""

        def enlarge(map_):
            return F.interpolate(map_, scale_factor=2, mode="nearest") if doubles else map_

        entering = x
        x = enlarge(F.leaky_relu(self.style_norm(f"{block}.norm1", x, style), SLOPE))
        x = self.conv(f"{block}.conv1", x, 1)
        x = self.conv(f"{block}.conv2", F.leaky_relu(self.style_norm(f"{block}.norm2", x, style), SLOPE), 1)
        if self.shape.high_pass:
            return x
        short = enlarge(entering)
        return (x + (self.conv(f"{block}.conv1x1", short, 0) if learned else short)) / math.sqrt(2)


class StyleEncoder(Network):
    """E: all heads are computed and one is chosen, as in the official code."""

    def __init__(self, shape):
        super().__init__("style_encoder")
        self.shape, self.last = shape, len(shape.trunk()) + 2
        width = shape.trunk()[-1][1]
        self.add_conv("shared.0", shape.base, 3, 3)
        for at, (enters, leaves, _) in enumerate(shape.trunk()):
            self.add_down(f"shared.{at + 1}", enters, leaves, norm=False)
        self.add_conv(f"shared.{self.last}", width, width, 4)
        for domain in range(shape.domains):
            self.add_linear(f"unshared.{domain}", shape.style, width)

    def forward(self, x, domains):
        """Styles of references."""
        x = self.conv("shared.0", x, 1)
        for at, (enters, leaves, halves) in enumerate(self.shape.trunk()):
            x = self.down(f"shared.{at + 1}", x, enters != leaves, halves)
        x = F.leaky_relu(self.conv(f"shared.{self.last}", F.leaky_relu(x, SLOPE), 0), SLOPE).flatten(1)
        heads = [self.linear(f"unshared.{domain}", x) for domain in range(self.shape.domains)]
        return torch.stack(heads, 1)[torch.arange(len(domains)), domains]


class Mapping(Network):
    """F: all heads are computed and one is chosen, as in the official code."""

    def __init__(self, shape):
        super().__init__("mapping_network")
        self.shape = shape
        self.stacks = ["shared"] + [f"unshared.{domain}" for domain in range(shape.domains)]
        for stack in self.stacks:
            shared = stack == "shared"
            for at in range(4):
                enters = shape.latent if shared and at == 0 else shape.hidden
                leaves = shape.style if not shared and at == 3 else shape.hidden
                self.add_linear(f"{stack}.{2 * at}", leaves, enters)

    def forward(self, z, domains):
        """Styles of latents."""

        def run(stack, x):
            for at in range(4):
                x = self.linear(f"{stack}.{2 * at}", x)
                x = F.relu(x) if at < 3 or stack == "shared" else x
            return x

        trunk = run("shared", z)
        heads = [run(stack, trunk) for stack in self.stacks[1:]]
        return torch.stack(heads, 1)[torch.arange(len(domains)), domains]
