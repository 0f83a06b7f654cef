"""Times Stargrid, PyTorch and ONNX Runtime on the same work in one run, taking turns, so that other load on the machine hits all alike.

    python benches/peer/compare.py [--only CASE]... [--rounds N] [--form NAME]... [--networks FILE --iteration FILE] [--profile NAME]

PyTorch: eager, float32, no_grad, eval. ONNX Runtime: the CPU provider, on what torch.onnx exports of the same modules. All with two threads, the
same weights and inputs (the golden fill formula); the mean absolute value of every result is compared before it is timed. The peers do what
their users do: the whole generator for every output, the grid as one batch of 8 sources for each reference. Without --networks and
--iteration the benchmarks are built with `cargo bench --profile dev`. Needs torch and numpy; onnxruntime, onnx and onnxscript for its columns.
"""

import argparse
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Case, the peers' work it is held against, and the limits of Stargrid / PyTorch and Stargrid / ONNX Runtime.
CASES = {
    "demo-picture": ("demo-picture", 1.0, None),
    "demo-slider": ("demo-picture", None, None),
    "demo-style": ("demo-style", None, None),
    "demo-grid": ("demo-grid", None, None),
    "full-picture": ("full-picture", 1.0, None),
    "full-slider": ("full-picture", 0.6, None),
    "full-style": ("full-style", None, None),
    "full-grid": ("full-grid", 0.5, 0.75),
    "iteration": ("iteration", 1.0, None),
}
MEMORY = "memory"
MEMORY_LIMIT = 1.0
GRID, DOMAIN = 8, 1
# Largest relative difference of two mean absolute values that counts as the same work.
TOLERANCE = 1e-4
# The share of the cores that other programs may take before the table says that it does not count.
QUIET = 0.03
# Seconds between turns: worker threads of the one before must have gone to sleep.
PAUSE = 0.3
# A turn repeats a short case for about these seconds, at most so often, and its median counts.
TURN, MOST = 0.3, 15


class Stargrid:
    """A benchmark of ours that answers requests."""

    def __init__(self, binary, form, threads):
        self.label, self.form = f"Stargrid ({form})", form
        self.process = subprocess.Popen(
            [binary, "--serve", "--threads", str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, case):
        """Seconds and magnitude of one run."""
        self.process.stdin.write(f"{case}\t{self.form}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if "\t" not in answer:
            sys.exit(f"Stargrid's benchmark did not run {case} in the form {self.form}: {answer or 'it ended'}")
        seconds, magnitude = answer.split("\t")
        return float(seconds), float(magnitude)

    def close(self):
        """Ends the process."""
        self.process.stdin.close()
        self.process.wait()


class Peer:
    """A table of functions, each a case that returns its outputs."""

    def __init__(self, label, cases):
        self.label, self.cases = label, cases

    def run(self, case):
        """Seconds and magnitude of one run."""
        started = time.perf_counter()
        outputs = self.cases[case]()
        seconds = time.perf_counter() - started
        return seconds, magnitude(outputs)

    def close(self):
        """Nothing to end."""


class Neighbours:
    """How much of the machine other programs take, where /proc tells. OpenMP's barriers suffer from them most, so they flatter us."""

    def __init__(self):
        self.cores, self.started = os.cpu_count() or 1, time.perf_counter()
        self.before = self.now()

    @staticmethod
    def now():
        """Seconds of all programs (stolen ones too) less those of this process and of its children that have ended."""
        try:
            fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        except OSError:
            return None
        busy = sum(int(field) for at, field in enumerate(fields) if at not in (3, 4)) / os.sysconf("SC_CLK_TCK")
        return busy - sum(os.times()[:4])

    def share(self):
        """Their share of all cores since the start; None where it is not known."""
        if self.before is None:
            return None
        return max(0.0, (self.now() - self.before) / (time.perf_counter() - self.started) / self.cores)


def magnitude(outputs):
    """The mean absolute value, summed in float64."""
    import numpy

    arrays = [numpy.asarray(output) for output in outputs]
    count = sum(array.size for array in arrays)
    return sum(float(numpy.abs(array).sum(dtype=numpy.float64)) for array in arrays) / max(count, 1)


class Work:
    """Networks and inputs of one size; imports PyTorch when it is made."""

    def __init__(self, size):
        import numpy
        import torch

        from stargan_v2 import Generator, Mapping, Shape, StyleEncoder, images, uniform

        full = size == "full"
        shape = Shape(256) if full else Shape(64, base=16, cap=128, hidden=256, domains=4)
        self.generator, self.mapping, self.encoder = Generator(shape).eval(), Mapping(shape).eval(), StyleEncoder(shape).eval()
        self.sources, self.references = images("bench.x", GRID, shape.size), images("bench.ref", GRID, shape.size)
        self.latent = torch.from_numpy((1.7 * uniform("bench.z", shape.latent)).astype(numpy.float32)).view(1, -1)
        self.domain, self.domains = torch.tensor([DOMAIN]), torch.arange(GRID) % shape.domains

    def in_torch(self):
        """The cases in PyTorch."""
        import torch

        @torch.no_grad()
        def picture():
            return [self.generator(self.sources[:1], self.mapping(self.latent, self.domain))]

        @torch.no_grad()
        def style():
            return [self.encoder(self.references[:1], self.domain)]

        @torch.no_grad()
        def grid():
            styles = self.encoder(self.references, self.domains)
            return [self.generator(self.sources, style.repeat(GRID, 1)) for style in styles]

        return {"picture": picture, "style": style, "grid": grid}

    def in_onnx(self, folder, threads, wanted):
        """The same in ONNX Runtime, shapes fixed, which suits it best."""
        import torch

        class Picture(torch.nn.Module):
            """Latent and source to picture."""

            def __init__(self, mapping, generator):
                super().__init__()
                self.mapping, self.generator = mapping, generator

            def forward(self, x, z, domain):
                return self.generator(x, self.mapping(z, domain))

        def session(name, module, *inputs):
            return onnx_session(folder / f"{name}.onnx", module, inputs, threads)

        cases = {}
        if "picture" in wanted:
            one = session("picture", Picture(self.mapping, self.generator).eval(), self.sources[:1], self.latent, self.domain)
            cases["picture"] = lambda: [one(self.sources[:1], self.latent, self.domain)]
        if "style" in wanted:
            encode = session("style", self.encoder, self.references[:1], self.domain)
            cases["style"] = lambda: [encode(self.references[:1], self.domain)]
        if "grid" in wanted:
            encode_all = session("styles", self.encoder, self.references, self.domains)
            translate = session("grid", self.generator, self.sources, torch.zeros(GRID, self.generator.shape.style))

            def grid():
                styles = torch.from_numpy(encode_all(self.references, self.domains))
                return [translate(self.sources, style.repeat(GRID, 1)) for style in styles]

            cases["grid"] = grid
        return cases


def onnx_session(path, module, inputs, threads):
    """A function from tensors to the module's output, computed by ONNX Runtime."""
    import onnxruntime
    import torch

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    names = [f"input{at}" for at in range(len(inputs))]
    program = torch.onnx.export(module, inputs, dynamo=True, verbose=False, input_names=names)
    program.save(str(path), external_data=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Its threads go to sleep at the end of a run, so that they do not take the cores from whoever comes next.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    taken = {entry.name for entry in session.get_inputs()}

    def run(*tensors):
        feed = {name: tensor.contiguous().numpy() for name, tensor in zip(names, tensors) if name in taken}
        return session.run(None, feed)[0]

    return run


def peers(cases, folder, threads):
    """PyTorch and, where it is installed, ONNX Runtime, with what these cases need."""
    import torch

    torch.set_num_threads(threads)
    try:
        import onnxruntime
    except ImportError:
        onnxruntime = None
    in_torch, in_onnx = {}, {}
    needed = {CASES[case][0] for case in cases}
    for size in ("demo", "full"):
        wanted = [case.split("-")[1] for case in needed if case.startswith(size)]
        if not wanted:
            continue
        work = Work(size)
        in_torch.update({f"{size}-{task}": run for task, run in work.in_torch().items()})
        if onnxruntime:
            (folder / size).mkdir()
            found = work.in_onnx(folder / size, threads, wanted)
            in_onnx.update({f"{size}-{task}": run for task, run in found.items()})
    if "iteration" in needed:
        import iteration

        step = iteration.prepare()
        in_torch["iteration"] = lambda: step() or []
    found = [Peer(f"PyTorch {torch.__version__}", in_torch)]
    if onnxruntime:
        found.append(Peer(f"ONNX Runtime {onnxruntime.__version__}", in_onnx))
    else:
        print("ONNX Runtime is not installed: its columns stay empty")
    return found


def compare(case, ours, others, rounds):
    """Seconds of each in every round, warm, in turn."""
    theirs = CASES[case][0]
    turns = [(one, case) for one in ours] + [(one, theirs) for one in others if theirs in one.cases]
    found = {one.label: one.run(name)[1] for one, name in turns}
    expected = found[others[0].label]
    # A slider's step ends in the same picture; the iteration returns nothing.
    for label, value in found.items():
        if expected and abs(value - expected) > TOLERANCE * expected:
            sys.exit(f"{case}: not the same work: {label} has the mean {value}, {others[0].label} {expected}")
    seconds = {one.label: [] for one, _ in turns}
    for _ in range(rounds):
        for one, name in turns:
            time.sleep(PAUSE)
            seconds[one.label].append(turn(one, name))
    for label, times in seconds.items():
        print("\t".join([case, label, f"{statistics.median(times):.6f}", *(f"{time:.6f}" for time in times)]), flush=True)
    return seconds


def turn(one, name):
    """Seconds of one turn."""
    times = [one.run(name)[0]]
    while sum(times) < TURN and len(times) < MOST:
        times.append(one.run(name)[0])
    return statistics.median(times)


def row(case, one, seconds, others):
    """One line of the table: medians, ratios and their limits."""
    label = one.label
    median = statistics.median(seconds[label])
    cells = [case, one.form, f"{median * 1000:.1f} ms"]
    for other, limit in zip(others, CASES[case][1:]):
        times = seconds.get(other.label)
        if times is None:
            cells += ["", "", ""]
            continue
        each = [mine / theirs for mine, theirs in zip(seconds[label], times)]
        ratio = median / statistics.median(times)
        verdict = "" if limit is None else f"{limit} {'held' if ratio <= limit else 'MISSED'}"
        cells += [f"{statistics.median(times) * 1000:.1f} ms", f"{ratio:.2f} ({min(each):.2f} to {max(each):.2f})", verdict]
    return f"| {' | '.join(cells)} |"


def peak_of(command):
    """The most memory of a process in MB. Called before anything big is imported: Linux counts the parent's size at the fork too."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3 / 1.024)


def memory(networks, size, forms, threads):
    """The peaks of the grid, each in a process of its own; the cost of the program itself is in them."""
    here = [sys.executable, __file__, "--threads", str(threads), "--alone"]
    base, theirs = peak_of(here + ["nothing"]), peak_of(here + [size])
    lines = [f"| {size}-grid | PyTorch | {theirs:.0f} MB, {theirs - base:.0f} MB of it above what importing it takes | | |"]
    for form in forms:
        ours = peak_of([networks, "--quick", "--only", f"{size}-grid", "--form", form, "--threads", str(threads)])
        verdict = "held" if ours <= MEMORY_LIMIT * theirs else "MISSED"
        ratio = f"{ours / theirs:.2f} ({ours / (theirs - base):.2f} of the part above)"
        lines.append(f"| {size}-grid | Stargrid, {form} | {ours:.0f} MB | {ratio} | {MEMORY_LIMIT} {verdict} |")
    return lines


def alone(size, threads):
    """What the process whose memory is measured does."""
    import torch

    torch.set_num_threads(threads)
    if size != "nothing":
        Work(size).in_torch()["grid"]()


def built(profile):
    """The benchmarks, built: name to file."""
    command = [os.environ.get("CARGO", "cargo"), "bench", "--profile", profile, "--no-run", "--message-format", "json"]
    command += ["--bench", "networks", "--bench", "iteration"]
    output = subprocess.run(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True, check=True).stdout
    messages = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return {message["target"]["name"]: message["executable"] for message in messages if message.get("executable")}


def main():
    """The measurements, then the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=[*CASES, MEMORY], help="this case; again for more")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--form", action="append", help="a form of ours; again for more (plain)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--profile", default="dev", help="cargo profile to build with")
    parser.add_argument("--networks", help="the compiled benchmark")
    parser.add_argument("--iteration", help="the compiled benchmark")
    parser.add_argument("--memory-size", default="full", choices=["demo", "full"])
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        return alone(options.alone, options.threads)
    wanted, forms = options.only or [*CASES, MEMORY], options.form or ["plain"]
    cases = [case for case in CASES if case in wanted]
    binaries = {"networks": options.networks, "iteration": options.iteration}
    if not (options.networks and (options.iteration or "iteration" not in cases)):
        binaries = built(options.profile)
    used = memory(binaries["networks"], options.memory_size, forms, options.threads) if MEMORY in wanted else []
    lines, others, busiest = [], [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        if cases:
            others = peers(cases, Path(folder), options.threads)
        for case in cases:
            binary = binaries["iteration" if case == "iteration" else "networks"]
            neighbours = Neighbours()
            ours = [Stargrid(binary, form, options.threads) for form in forms]
            seconds = compare(case, ours, others, options.rounds)
            for one in ours:
                one.close()
            share = neighbours.share()
            busiest = max(busiest, share or 0.0)
            told = "?" if share is None else f"{share:.0%}"
            lines += [f"{row(case, one, seconds, others)} {told} |" for one in ours]
    if lines:
        print(f"\n{options.threads} threads, medians of {options.rounds} rounds in turn; in brackets the ratios of single rounds\n")
        columns = "".join(f" {other.label} | ratio | limit |" for other in others)
        print(f"| case | form | Stargrid |{columns} others |\n| --- | --- | --- |{' --- |' * (3 * len(others) + 1)}")
        print("\n".join(lines))
    if busiest > QUIET:
        print(f"\nNOT QUIET: other programs took up to {busiest:.0%} of the cores (last column). PyTorch loses most by that: no ratio counts.")
    if used:
        print("\n| peak memory | of | | ratio | limit |\n| --- | --- | --- | --- | --- |")
        print("\n".join(used))
    return None


if __name__ == "__main__":
    main()
