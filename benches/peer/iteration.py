"""Times one StarGAN v2 training iteration in PyTorch: 64 x 64, batch 8, first width 16, cap 128, mapping hidden 256, four domains.

Eager, float32, two threads; the official order with R1 through `create_graph`. `cargo bench --bench iteration` and compare.py run it.

    python benches/peer/iteration.py [RUNS] [THREADS]
"""

import copy
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

SIZE, BASE, CAP, STYLE, LATENT, HIDDEN, DOMAINS, BATCH = 64, 16, 128, 64, 16, 256, 4, 8
HALF = 2 ** -0.5


class Down(nn.Module):
    """Residual block of encoder, style encoder and discriminator."""

    def __init__(self, enters, leaves, norm=False, down=True):
        super().__init__()
        self.first, self.second = nn.Conv2d(enters, enters, 3, 1, 1), nn.Conv2d(enters, leaves, 3, 1, 1)
        self.norms = nn.ModuleList(nn.InstanceNorm2d(enters, affine=True) if norm else nn.Identity() for _ in range(2))
        self.skip = nn.Conv2d(enters, leaves, 1, bias=False) if enters != leaves else nn.Identity()
        self.pool = nn.AvgPool2d(2) if down else nn.Identity()

    def forward(self, x):
        h = self.pool(self.first(F.leaky_relu(self.norms[0](x), 0.2)))
        h = self.second(F.leaky_relu(self.norms[1](h), 0.2))
        return (self.pool(self.skip(x)) + h) * HALF


class StyleNorm(nn.Module):
    """AdaIN."""

    def __init__(self, width):
        super().__init__()
        self.norm, self.fc = nn.InstanceNorm2d(width), nn.Linear(STYLE, 2 * width)

    def forward(self, x, style):
        gamma, beta = self.fc(style)[:, :, None, None].chunk(2, 1)
        return (1 + gamma) * self.norm(x) + beta


class Up(nn.Module):
    """Residual block of the decoder."""

    def __init__(self, enters, leaves, up):
        super().__init__()
        self.norms = nn.ModuleList([StyleNorm(enters), StyleNorm(leaves)])
        self.first, self.second = nn.Conv2d(enters, leaves, 3, 1, 1), nn.Conv2d(leaves, leaves, 3, 1, 1)
        self.skip = nn.Conv2d(enters, leaves, 1, bias=False) if enters != leaves else nn.Identity()
        self.up = up

    def enlarge(self, x):
        return F.interpolate(x, scale_factor=2, mode="nearest") if self.up else x

    def forward(self, x, style):
        h = self.first(self.enlarge(F.leaky_relu(self.norms[0](x, style), 0.2)))
        h = self.second(F.leaky_relu(self.norms[1](h, style), 0.2))
        return (h + self.skip(self.enlarge(x))) * HALF


class Generator(nn.Module):
    """Picture and style to picture."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, BASE, 3, 1, 1)
        widths, width = [], BASE
        for _ in range(SIZE.bit_length() - 1 - 4):
            widths.append((width, min(2 * width, CAP), True))
            width = widths[-1][1]
        widths += [(width, width, False)] * 2
        self.encode = nn.Sequential(*(Down(a, b, True, r) for a, b, r in widths))
        self.decode = nn.ModuleList(Up(b, a, r) for a, b, r in reversed(widths))
        self.last = nn.Sequential(nn.InstanceNorm2d(BASE, affine=True), nn.LeakyReLU(0.2), nn.Conv2d(BASE, 3, 1))

    def forward(self, x, style):
        x = self.encode(self.first(x))
        for block in self.decode:
            x = block(x, style)
        return self.last(x)


def trunk():
    """The common shape of style encoder and discriminator, and its last width."""
    layers, width = [nn.Conv2d(3, BASE, 3, 1, 1)], BASE
    for _ in range(SIZE.bit_length() - 1 - 2):
        leaves = min(2 * width, CAP)
        layers.append(Down(width, leaves))
        width = leaves
    return layers + [nn.LeakyReLU(0.2), nn.Conv2d(width, width, 4), nn.LeakyReLU(0.2)], width


class StyleEncoder(nn.Module):
    """Reference to style."""

    def __init__(self):
        super().__init__()
        layers, width = trunk()
        self.shared = nn.Sequential(*layers, nn.Flatten())
        self.heads = nn.ModuleList(nn.Linear(width, STYLE) for _ in range(DOMAINS))

    def forward(self, x, y):
        h = self.shared(x)
        return torch.stack([head(h) for head in self.heads], 1)[torch.arange(len(y)), y]


class Mapping(nn.Module):
    """Latent to style."""

    def __init__(self):
        super().__init__()

        def stack(enters, leaves, closed):
            layers = []
            for at in range(4):
                layers.append(nn.Linear(enters if at == 0 else HIDDEN, leaves if at == 3 else HIDDEN))
                if at < 3 or closed:
                    layers.append(nn.ReLU())
            return nn.Sequential(*layers)

        self.shared = stack(LATENT, HIDDEN, True)
        self.heads = nn.ModuleList(stack(HIDDEN, STYLE, False) for _ in range(DOMAINS))

    def forward(self, z, y):
        h = self.shared(z)
        return torch.stack([head(h) for head in self.heads], 1)[torch.arange(len(y)), y]


class Discriminator(nn.Module):
    """Picture to logit."""

    def __init__(self):
        super().__init__()
        layers, width = trunk()
        self.main = nn.Sequential(*layers, nn.Conv2d(width, DOMAINS, 1), nn.Flatten())

    def forward(self, x, y):
        return self.main(x)[torch.arange(len(y)), y]


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def prepare():
    """A function that does one iteration."""
    torch.manual_seed(0)
    G, M, E, D = Generator(), Mapping(), StyleEncoder(), Discriminator()
    averaged = copy.deepcopy([G, M, E])
    rates = [(G, 1e-4), (M, 1e-6), (E, 1e-4), (D, 1e-4)]
    optims = [torch.optim.Adam(n.parameters(), lr, (0.0, 0.99), weight_decay=1e-4) for n, lr in rates]
    x, r1, r2 = (torch.rand(BATCH, 3, SIZE, SIZE) * 2 - 1 for _ in range(3))
    z1, z2 = torch.randn(BATCH, LATENT), torch.randn(BATCH, LATENT)
    source, target = torch.arange(BATCH) % DOMAINS, (torch.arange(BATCH) * 3 + 1) % DOMAINS

    def zero():
        for optim in optims:
            optim.zero_grad()

    def d_step(latent):
        with torch.no_grad():
            fake = G(x, M(z1, target) if latent else E(r1, target))
        real = x.clone().requires_grad_()
        logits = D(real, source)
        (gradient,) = torch.autograd.grad(logits.sum(), real, create_graph=True)
        loss = bce(logits, 1.0) + bce(D(fake, target), 0.0) + 0.5 * gradient.square().sum((1, 2, 3)).mean()
        zero()
        loss.backward()
        optims[3].step()

    def g_step(latent):
        style = M(z1, target) if latent else E(r1, target)
        fake = G(x, style)
        loss = bce(D(fake, target), 1.0) + (E(fake, target) - style).abs().mean()
        other = G(x, M(z2, target) if latent else E(r2, target)).detach()
        back = G(fake, E(x, source))
        loss = loss - (fake - other).abs().mean() + (back - x).abs().mean()
        zero()
        loss.backward()
        for optim in optims[:3] if latent else optims[:1]:
            optim.step()

    def iteration():
        for step in (d_step, g_step):
            step(True)
            step(False)
        with torch.no_grad():
            for network, average in zip((G, M, E), averaged):
                for new, old in zip(network.parameters(), average.parameters()):
                    old.copy_(torch.lerp(new, old, 0.999))

    return iteration


def main(runs, threads):
    """Prints the fastest and the median iteration."""
    torch.set_num_threads(threads)
    iteration = prepare()
    iteration()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        iteration()
        times.append(time.perf_counter() - started)
    print(f"PyTorch {torch.__version__}, {threads} threads: {min(times):.3f} s an iteration, median {statistics.median(times):.3f} s of {runs}")


if __name__ == "__main__":
    arguments = [int(text) for text in sys.argv[1:]]
    main(arguments[0] if arguments else 5, arguments[1] if len(arguments) > 1 else 2)
