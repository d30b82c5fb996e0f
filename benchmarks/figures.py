"""Figures: medians, what processes have spent, and how they are told."""

import json
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def share(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def cpu_of(pids: Iterable[int]) -> float:
    """CPU seconds that these processes have spent, with their children, the ended ones too."""
    spent = 0.0
    for pid in pids:
        try:
            family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
        for process in family:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            spent += times.user + times.system + times.children_user + times.children_system
    return spent


def memory_of(pid: int) -> float:
    """The most that any process below `pid` holds, in MB, what it shares included."""
    below = psutil.Process(pid).children(recursive=True)
    return max(process.memory_info().rss for process in below) / 1e6


@dataclass(slots=True)
class Report:
    """Figures by name, told as they come, each with what is wanted of it where that is known."""

    figures: dict[str, float] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def tell(
        self,
        name: str,
        value: float,
        unit: str = "",
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> None:
        """Note a figure and print it."""
        self.figures[name] = round(value, 4)
        wanted = ""
        if least is not None or most is not None:
            good = (least is None or value >= least) and (most is None or value <= most)
            limit = f"at least {least:g}" if least is not None else f"at most {most:g}"
            wanted = f"wanted {limit}: {'ok' if good else 'MISSED'}"
            if not good:
                self.missed.append(name)
        print(f"  {name:<34}{value:>12.3f} {unit:<12}{wanted}", flush=True)

    def close(self, *, as_json: bool) -> None:
        """Say what was missed; with `as_json` the last line is one JSON object of every figure."""
        if self.missed:
            print(f"missed: {', '.join(self.missed)}")
        if as_json:
            print(json.dumps({**self.figures, **machine()}))


def heading(text: str) -> None:
    """Print the name of a part."""
    print(f"\n{text}", flush=True)


def machine() -> Mapping[str, object]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {
        "cores": psutil.cpu_count() or 0,
        "processor": model,
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "python": platform.python_version(),
    }


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
