"""The states of ended instances are read for ever, with what they are packed with.

`ended/` holds one of every format. To add one after a change of format:
`python -m tests.upgrade.test_ended_states`.
"""

import json
from base64 import b64decode, b64encode
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engine.drawing import END, START, chain, diagram, user
from tests.engine.driving import BEGIN, Run

from flows.engine import deploy, inspect
from flows.instances import packed
from flows.instances.ended_state import pack_state, unpack_state

ENDED = Path(__file__).parent / "ended"
FORUM = {"namn": "Nätverk", "parter": [{"id": f"part-{number}"} for number in range(11)]}
VARIABLES = {"forum": FORUM, "exakt": Decimal("1.10"), "stort": 2**80, "svar": "samverkan " * 30}


def drawn() -> bytes:
    """A process with one question."""
    return diagram(START + user("a") + END + chain("s", "a", "e"))


@pytest.mark.parametrize("path", sorted(ENDED.glob("*.json")), ids=lambda path: path.stem)
def test_an_old_ended_state_is_read(path: Path) -> None:
    kept = {name: b64decode(value) for name, value in json.loads(path.read_text()).items()}
    state = unpack_state(kept["state"], kept["forum"], [kept["detail"]])
    outcome = inspect(deploy({"p.bpmn": drawn()}), "p", state, now=BEGIN)
    assert outcome.ended
    assert outcome.variables == VARIABLES


def test_the_format_of_today_is_among_them() -> None:
    state, forum, detail = _today()
    written = {path.stem for path in ENDED.glob("*.json")}
    assert pack_state(state, forum, [detail])[:2].decode() in written


def _today() -> tuple[bytes, bytes, bytes]:
    given = {name: value for name, value in VARIABLES.items() if name != "svar"}
    answers = {"svar": VARIABLES["svar"]}
    outcome = Run(drawn(), given).complete("a", **answers).outcome
    return outcome.state, packed(FORUM), packed({"answers": answers})


if __name__ == "__main__":
    ENDED.mkdir(exist_ok=True)
    state, forum, detail = _today()
    stored = pack_state(state, forum, [detail])
    kept = {"state": stored, "forum": forum, "detail": detail}
    (ENDED / f"{stored[:2].decode()}.json").write_text(
        json.dumps({name: b64encode(value).decode() for name, value in kept.items()}, indent=1)
        + "\n"
    )
