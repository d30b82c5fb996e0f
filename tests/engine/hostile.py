"""What hostile files do to the engine: each is handled in a process of its own, and measured.

As a program it takes a folder of packages, one folder each, and prints a line of JSON for each:
`python -m tests.engine.hostile FOLDER`.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.documents import DiagramUnreadable, diagram_svg
from flows.engine import (
    Action,
    CompleteTask,
    Definition,
    DialectError,
    FinishJob,
    Outcome,
    Tick,
    TooLarge,
    advance,
    deploy,
    read_package,
    start,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
MOST_STEPS = 6
CPU_LIMIT_SECONDS = 60


@dataclass
class Handled:
    """What became of a package: the codes of its errors and incidents, and what that took.

    `seconds` are those of the processor for what took longest: to read it, to draw it, to start
    it, or one step. `megabytes` are the most that the whole process held.
    """

    name: str
    refused: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Take the time of the block."""
        before = time.process_time()
        yield
        self.seconds = max(self.seconds, time.process_time() - before)


def handle(folder: Path) -> Handled:
    """Read, draw and run a package, a few steps with an open task or job done each time."""
    found = Handled(folder.name)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    with found.measured():
        problems = read_package(files).problems
    assert all(one.sv and one.en for one in problems)
    found.refused = sorted({one.code for one in problems if one.severity == "error"})
    with suppress(DialectError):
        with found.measured():
            definition = deploy(files)
        for process, outline in definition.processes.items():
            with found.measured(), suppress(DiagramUnreadable):
                diagram_svg(files[outline.file], title=process)
        _run(definition, found)
    found.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _run(definition: Definition, found: Handled) -> None:
    now, codes = NOW, set[str]()
    try:
        with found.measured():
            outcome = start(definition, "p", {"l": list(range(900)), "x": "x"}, now=now)
        for _ in range(MOST_STEPS):
            codes |= {one.code for one in outcome.incidents}
            if outcome.ended:
                break
            now += timedelta(days=400)
            with found.measured():
                outcome = advance(definition, "p", outcome.state, _next(outcome), now=now)
        codes |= {one.code for one in outcome.incidents}
    except TooLarge as no:
        codes.add(no.code)
    found.stopped = sorted(codes)


def _next(outcome: Outcome) -> Action:
    if outcome.tasks:
        return CompleteTask(outcome.tasks[0].task_id, {"svar": "ja"})
    if outcome.jobs:
        return FinishJob(outcome.jobs[0].task_id, {})
    return Tick()


def handle_all(folder: Path) -> None:
    """Handle every package below a folder, each in a process of its own, and print what came."""
    for package in sorted(folder.iterdir()):
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_SECONDS, CPU_LIMIT_SECONDS))
            print(json.dumps(asdict(handle(package))), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"name": package.name, "died": status}), flush=True)


if __name__ == "__main__":
    handle_all(Path(sys.argv[1]))
