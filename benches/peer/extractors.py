"""Times Stargrid and PyTorch on the evaluation networks in one run, taking turns: pictures per second from decoded pictures to features.

    python benches/peer/extractors.py [--only CASE]... [--rounds N] [--form NAME]... [--extractors FILE] [--profile NAME]

PyTorch: eager, float32, no_grad, eval, batches of 16; Pillow resizes. Two threads each. The bundled weights are read from assets/, the others
are by the golden fill formula; the mean absolute value of every result is compared before it is timed. Without --extractors the
benchmark is built with `cargo bench --profile dev`. Needs torch, torchvision, numpy, pillow and safetensors.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from compare import PAUSE, QUIET, Neighbours, Peer, Stargrid, turn

ROOT = Path(__file__).parents[2]
BATCH = 16
CASES = {"st-lpips-64": 64, "st-lpips-256": 256, "lpips-64": 64, "lpips-256": 256, "efficientnet-lite0": 256, "inception-v3": 256}
# Largest relative difference of two mean absolute values that counts as the same work.
TOLERANCE = 1e-3
# EfficientNet-lite0: times the width inside, kernel, step of the first block, channels, blocks.
STAGES = ((1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1))


def networks():
    """The cases in PyTorch; imports it."""
    import numpy
    import torch
    import torch.nn.functional as F
    import torchvision
    from PIL import Image
    from safetensors.torch import load_file
    from torch import nn

    from stargan_v2 import images, uniform

    def filled(network, name, tensor):
        """The golden values of a tensor."""
        u = uniform(f"{network}.{name}", tensor.numel())
        if name.endswith("running_var"):
            u = 1 + 0.5 * u
        elif tensor.dim() > 1:
            u = u * (6 / tensor[0].numel()) ** 0.5
        elif name.endswith("weight"):
            u = 1 + 0.1 * u
        else:
            u = 0.1 * u
        return torch.from_numpy(u.astype(numpy.float32)).view(tensor.shape)

    class Distance(nn.Module):
        """Unit-length maps of AlexNet, and the weighted distances of the first half of a batch from the second."""

        def __init__(self, trunk, heads, tolerant):
            super().__init__()
            self.trunk, self.heads, self.tolerant = trunk, heads, tolerant
            for at, name in enumerate((0, 3, 6, 8, 10)):
                self.register_buffer(f"w{at}", trunk[f"features.{name}.weight"])
                self.register_buffer(f"b{at}", trunk[f"features.{name}.bias"])
            row = torch.tensor([1.0, 2.0, 1.0]) / 4
            self.register_buffer("kernel", torch.outer(row, row))
            self.register_buffer("mean", torch.tensor([-0.030, -0.088, -0.188]).view(1, 3, 1, 1))
            self.register_buffer("deviation", torch.tensor([0.458, 0.448, 0.450]).view(1, 3, 1, 1))

        def blur(self, x):
            kernel = self.kernel.expand(x.shape[1], 1, 3, 3)
            return F.conv2d(F.pad(x, (2, 2, 2, 2), mode="reflect"), kernel, stride=2, groups=x.shape[1])

        def reduced(self, x):
            return self.blur(F.max_pool2d(x, 3, 1)) if self.tolerant else F.max_pool2d(x, 3, 2)

        def forward(self, x):
            x = F.conv2d((x - self.mean) / self.deviation, self.w0, self.b0, 1 if self.tolerant else 4, 2)
            x = F.relu(self.blur(x) if self.tolerant else x)
            maps = [x]
            for at, border in ((1, 2), (2, 1), (3, 1), (4, 1)):
                x = self.reduced(x) if at < 3 else x
                x = F.relu(F.conv2d(x, getattr(self, f"w{at}"), getattr(self, f"b{at}"), 1, border))
                maps.append(x)
            maps = [x / (x.pow(2).sum(1, keepdim=True).sqrt() + 1e-10) for x in maps]
            apart = [(x[: BATCH // 2] - x[BATCH // 2 :]).pow(2) for x in maps]
            return torch.stack([(x * head).sum(1).mean((1, 2)) for x, head in zip(apart, self.heads)], 1)

    class Same(nn.Conv2d):
        """A convolution with TensorFlow's border."""

        def forward(self, x):
            whole = [(-(-side // step) - 1) * step + kernel - side for side, step, kernel in zip(x.shape[2:], self.stride, self.kernel_size)]
            down, right = (max(zeros, 0) for zeros in whole)
            return super().forward(F.pad(x, (right // 2, right - right // 2, down // 2, down - down // 2)))

    class Block(nn.Module):
        """An inverted residual block."""

        def __init__(self, width, expand, kernel, stride, out):
            super().__init__()
            inside = width * expand
            if expand > 1:
                self._expand_conv, self._bn0 = Same(width, inside, 1, bias=False), nn.BatchNorm2d(inside, 1e-3)
            self._depthwise_conv, self._bn1 = Same(inside, inside, kernel, stride, groups=inside, bias=False), nn.BatchNorm2d(inside, 1e-3)
            self._project_conv, self._bn2 = Same(inside, out, 1, bias=False), nn.BatchNorm2d(out, 1e-3)
            self.expands, self.keeps = expand > 1, stride == 1 and width == out

        def forward(self, x):
            y = F.relu6(self._bn0(self._expand_conv(x))) if self.expands else x
            y = self._bn2(self._project_conv(F.relu6(self._bn1(self._depthwise_conv(y)))))
            return x + y if self.keeps else y

    class Lite(nn.Module):
        """EfficientNet-lite0 without classifier."""

        def __init__(self):
            super().__init__()
            self._conv_stem, self._bn0 = Same(3, 32, 3, 2, bias=False), nn.BatchNorm2d(32, 1e-3)
            blocks, width = [], 32
            for expand, kernel, stride, out, count in STAGES:
                for at in range(count):
                    blocks.append(Block(width, expand, kernel, 1 if at else stride, out))
                    width = out
            self._blocks = nn.Sequential(*blocks)
            self._conv_head, self._bn1 = Same(width, 1280, 1, bias=False), nn.BatchNorm2d(1280, 1e-3)

        def forward(self, x):
            x = self._blocks(F.relu6(self._bn0(self._conv_stem(x))))
            return F.relu6(self._bn1(self._conv_head(x))).mean((2, 3))

    tolerant = load_file(ROOT / "assets/perceptual/st_lpips_alex.safetensors")
    part = lambda tensors, start: {name.removeprefix(start): tensor for name, tensor in tensors.items() if name.startswith(start)}
    heads = lambda tensors: [tensors[f"lin{layer}.model.1.weight"] for layer in range(5)]
    shapes = part(tolerant, "alexnet.")
    plain = {name: filled("alexnet", name, tensor) for name, tensor in shapes.items()}
    plain_heads = heads(load_file(ROOT / "assets/perceptual/lpips_alex_heads.safetensors"))
    lite = Lite()
    left = lite.load_state_dict(load_file(ROOT / "assets/features/efficientnet_lite0.safetensors"), strict=False)
    assert not left.unexpected_keys and all(name.endswith("num_batches_tracked") for name in left.missing_keys), left
    inception = torchvision.models.inception_v3(weights=None, init_weights=False, transform_input=False)
    inception.fc, inception.dropout = nn.Identity(), nn.Identity()
    state = {name: filled("inception_v3", name, tensor) for name, tensor in inception.state_dict().items() if "num_batches" not in name}
    inception.load_state_dict(state, strict=False)

    def pictures(side):
        planes = images("bench.x", BATCH, side)
        return ((planes + 1) / 2 * 255 + 0.5).clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()

    def resized(bytes, side, resample):
        small = [numpy.asarray(Image.fromarray(picture).resize((side, side), resample)) for picture in bytes]
        return torch.from_numpy(numpy.stack(small)).permute(0, 3, 1, 2).float()

    mean, deviation = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1), torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    enter = {
        "efficientnet-lite0": lambda bytes: (resized(bytes, 224, Image.BICUBIC) - 127) / 128,
        "inception-v3": lambda bytes: (resized(bytes, 299, Image.BILINEAR) / 255 - mean) / deviation,
    }
    nets = {"efficientnet-lite0": lite, "inception-v3": inception}
    for side in (64, 256):
        nets[f"st-lpips-{side}"] = Distance(shapes, heads(part(tolerant, "heads.")), True)
        nets[f"lpips-{side}"] = Distance(plain, plain_heads, False)

    def case(name):
        bytes, network = pictures(CASES[name]), nets[name].eval()
        prepare = enter.get(name, lambda bytes: torch.from_numpy(bytes).permute(0, 3, 1, 2).float() / 127.5 - 1)

        @torch.no_grad()
        def run():
            return [network(prepare(bytes))]

        return run

    return torch, {name: case(name) for name in CASES}


def built(profile):
    """The benchmark, built."""
    command = [os.environ.get("CARGO", "cargo"), "bench", "--profile", profile, "--no-run", "--message-format", "json", "--bench", "extractors"]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    messages = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return next(message["executable"] for message in messages if message.get("executable") and message["target"]["name"] == "extractors")


def compare(case, everyone, rounds):
    """Seconds of each in every round, warm, in turn."""
    found = {one.label: one.run(case)[1] for one in everyone}
    expected = found[everyone[-1].label]
    for label, value in found.items():
        if abs(value - expected) > TOLERANCE * expected:
            sys.exit(f"{case}: not the same work: {label} has the mean {value}, {everyone[-1].label} {expected}")
    seconds = {one.label: [] for one in everyone}
    for _ in range(rounds):
        for one in everyone:
            time.sleep(PAUSE)
            seconds[one.label].append(turn(one, case))
    for label, times in seconds.items():
        print("\t".join([case, label, f"{statistics.median(times):.6f}", *(f"{time:.6f}" for time in times)]), flush=True)
    return seconds


def main():
    """The measurements, then the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=CASES, help="this case; again for more")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--form", action="append", help="a form of ours; again for more (kernels)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--profile", default="dev", help="cargo profile to build with")
    parser.add_argument("--extractors", help="the compiled benchmark")
    options = parser.parse_args()
    binary = options.extractors or built(options.profile)
    torch, cases = networks()
    torch.set_num_threads(options.threads)
    peer = Peer(f"PyTorch {torch.__version__}", cases)
    lines, busiest = [], 0.0
    for case in options.only or CASES:
        neighbours = Neighbours()
        ours = [Stargrid(binary, form, options.threads) for form in options.form or ["kernels"]]
        seconds = compare(case, [*ours, peer], options.rounds)
        for one in ours:
            one.close()
        share = neighbours.share()
        busiest = max(busiest, share or 0.0)
        theirs = seconds[peer.label]
        for one in ours:
            mine = seconds[one.label]
            each = [a / b for a, b in zip(mine, theirs)]
            speed = lambda times: f"{BATCH / statistics.median(times):.1f}/s"
            ratio = f"{statistics.median(mine) / statistics.median(theirs):.2f} ({min(each):.2f} to {max(each):.2f})"
            told = "?" if share is None else f"{share:.0%}"
            lines.append(f"| {case} | {one.form} | {speed(mine)} | {speed(theirs)} | {ratio} | {told} |")
    print(f"\n{options.threads} threads, medians of {options.rounds} rounds in turn; the ratio is that of the times, in brackets of single rounds\n")
    print(f"| case | form | Stargrid | {peer.label} | ratio | others |\n| --- | --- | --- | --- | --- | --- |")
    print("\n".join(lines))
    if busiest > QUIET:
        print(f"\nNOT QUIET: other programs took up to {busiest:.0%} of the cores (last column). PyTorch loses most by that: no ratio counts.")


if __name__ == "__main__":
    main()
