"""An instance as bytes, and back: only what still stands, exactly, and small.

Format 1: the two bytes `F1`, one byte that says how values are written, then zstd over JSON. JSON
can't hold everything that variables may: whole numbers beyond 64 bits, decimals, texts with lone
surrogates. When there is any such value the whole is written with marks (`W`): an object with the
single key NUL + kind stands for the value, and keys that begin with NUL get one NUL more.

The same with a small letter (`p`, `w`) is the JSON without zstd, for whoever compresses it better.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from hashlib import blake2b
from typing import Any, get_args

import orjson
import zstandard

from flows.engine.corrections.instance import Instance, Stopped, Subprocess
from flows.engine.corrections.task import Token
from flows.engine.errors import TooLarge
from flows.engine.outcome import Action

MAGIC = b"F1"
_PLAIN, _MARKED = b"P", b"W"
_LOOSE = {_PLAIN.lower(): _PLAIN, _MARKED.lower(): _MARKED}
_MAX_BYTES = 64 * 1024 * 1024
_ROOM = 8 * 1024 * 1024
"""What an instance may hold, as JSON, and what one step may tell of."""
_FEW_STEPS, _FEW_TOKENS = 8, 64
"""So little can't have made much: what one expression gives is limited already."""
_WIDEST = 2**63
_STRICT = (
    orjson.OPT_PASSTHROUGH_SUBCLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
)
"""What orjson would write as something else is left to us."""


class BadState(ValueError):
    """The bytes are not a state that this version of Flows can read."""


def dump(instance: Instance, process_id: str) -> bytes:
    """The instance as bytes; finished tasks are not in it. Raises TooLarge."""
    if instance.steps > _FEW_STEPS or instance.size > _FEW_TOKENS:
        _require_room(held for workflow in instance.workflows() for held in _held(workflow))
        _require_room(event.detail for event in instance.watch.events)
    whole = {
        "process": process_id,
        "top": _workflow(instance),
        "inner": [_inner(inner) for inner in instance.subprocesses.values()],
        "stopped": _stopped_row(instance.stopped),
    }
    packed = encode(whole)
    if len(packed) > _ROOM:
        raise TooLarge
    return MAGIC + packed[:1] + zstandard.ZstdCompressor(level=1).compress(packed[1:])


def _held(workflow: Any) -> Iterator[Any]:
    yield workflow.data
    for task in workflow.tasks.values():
        yield task.internal_data


def _require_room(values: Iterable[Any]) -> None:
    """Raise TooLarge when the values are too much to write out, before that is tried.

    A value that stands in many places takes no more memory for that, but is written in each.
    """
    left = _ROOM
    for value in values:
        waiting = [value]
        while waiting and left > 0:
            one = waiting.pop()
            left -= 2
            if isinstance(one, str):
                left -= len(one)
            elif isinstance(one, Mapping):
                left -= 4 * len(one)
                waiting.extend(one.values())
            elif isinstance(one, list | tuple):
                waiting.extend(one)
        if left <= 0:
            raise TooLarge


def load(raw: bytes, instance: Instance, process_id: str) -> None:
    """Fill an empty instance of the process from bytes. Raises BadState."""
    try:
        whole = decode(_unpacked(raw))
        if whole["process"] != process_id:
            raise BadState(f"a state of {whole['process']}, not of {process_id}")
        _fill(instance, whole["top"])
        for row in whole["inner"]:
            owner = instance.find(row["owner"])
            if owner is None:
                raise BadState(f"a subprocess hangs under no task: {row['owner']}")
            spec = instance.subprocess_specs[row["spec"]]
            inner = Subprocess(spec, owner, instance, called=row["called"])
            _fill(inner, row)
            instance.subprocesses[owner.id] = inner
        instance.stopped = _stopped_of(whole["stopped"])
    except (zstandard.ZstdError, orjson.JSONDecodeError, KeyError) as error:
        raise BadState(f"a damaged state, or one of another definition: {error!r}") from error


def loosened(raw: bytes) -> bytes:
    """The same state without compression, which `load` reads as well. Raises BadState."""
    try:
        whole = _unpacked(raw)
    except zstandard.ZstdError as error:
        raise BadState(f"a damaged state: {error!r}") from error
    return MAGIC + whole[:1].lower() + whole[1:]


def shape_of(raw: bytes) -> bytes:
    """A digest of how the instance stands: at which elements, under which, by which way.

    Instances of the same shape differ in their variables, ids and times only. Raises BadState.
    """
    try:
        whole = orjson.loads(_unpacked(raw)[1:])
        places: dict[str, tuple[int, int]] = {}
        scopes = [whole["top"], *whole["inner"]]
        shape: list[Any] = [whole["stopped"] is not None]
        for number, scope in enumerate(scopes):
            owner = places.get(scope.get("owner", ""))
            shape.append([scope.get("spec"), owner, scope["completed"]])
            for line, (task_id, parent, state, spec, is_round, kept) in enumerate(scope["tasks"]):
                places[task_id] = number, line
                shape.append([parent, state, spec, is_round, kept.get("from"), sorted(kept)])
    except (zstandard.ZstdError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise BadState(f"a damaged state: {error!r}") from error
    return blake2b(orjson.dumps(shape), digest_size=16).digest()


def _unpacked(raw: bytes) -> bytes:
    """How the values are written, and the JSON. Raises BadState."""
    if raw[:2] == MAGIC and raw[2:3] in _LOOSE:
        return _LOOSE[raw[2:3]] + raw[3:]
    if raw[:2] != MAGIC or raw[2:3] not in (_PLAIN, _MARKED):
        raise BadState("not a state of format 1")
    return raw[2:3] + zstandard.ZstdDecompressor().decompress(raw[3:], max_output_size=_MAX_BYTES)


# ---------------------------------------------------------------- tokens


def _workflow(workflow: Any) -> dict[str, Any]:
    """Rows [id, row of the parent or -1, state, spec, is a round, what it keeps], root first."""
    order: list[Token] = []
    waiting = [workflow.task_tree]
    while waiting:
        task = waiting.pop()
        order.append(task)
        waiting.extend(reversed(task.children))
    row_of = {task.id: number for number, task in enumerate(order)}
    return {
        "tasks": [
            [
                task.id,
                -1 if task._parent is None else row_of[task._parent],
                task._state,
                task.task_spec.name,
                task.triggered,
                task.internal_data,
            ]
            for task in order
        ],
        "variables": workflow.data,
        "written": sorted(workflow.written),
        "completed": workflow.completed,
    }


def _inner(inner: Subprocess) -> dict[str, Any]:
    row = {"owner": inner.owner.id, "spec": inner.spec.name, "called": inner.called}
    return row | _workflow(inner)


def _fill(workflow: Any, row: Mapping[str, Any]) -> None:
    specs = workflow.spec.task_specs
    order: list[Token] = []
    for task_id, parent, state, spec, is_round, kept in row["tasks"]:
        above = order[parent] if parent >= 0 else None
        task = Token(workflow, specs[spec], above, state, task_id)
        task.triggered = is_round
        task.internal_data = kept
        order.append(task)
    workflow.task_tree = order[0]
    workflow.data = row["variables"]
    workflow.written = set(row["written"])
    workflow.completed = row["completed"]


def _stopped_row(stopped: Stopped | None) -> list[Any] | None:
    if stopped is None:
        return None
    actions = [[type(action).__name__, asdict(action)] for action in stopped.actions]
    return [actions, stopped.sv, stopped.en]


def _stopped_of(row: list[Any] | None) -> Stopped | None:
    if row is None:
        return None
    actions, sv, en = row
    return Stopped(tuple(_ACTIONS[kind](**fields) for kind, fields in actions), sv, en)


_ACTIONS: Mapping[str, type[Action]] = {kind.__name__: kind for kind in get_args(Action)}


# ---------------------------------------------------------------- values


def encode(value: Any) -> bytes:
    """A JSON value as bytes, exactly; the first byte says how. Raises TypeError for other data."""
    try:
        plain = orjson.dumps(value, option=_STRICT)
    except (TypeError, orjson.JSONEncodeError):
        return _MARKED + orjson.dumps(_marked(value))
    if b"\\u0000" in plain:
        return _MARKED + orjson.dumps(_marked(value))
    return _PLAIN + plain


def decode(raw: bytes) -> Any:
    """The value that `encode` made bytes of."""
    value = orjson.loads(raw[1:])
    return value if raw[:1] == _PLAIN else _unmarked(value)


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return _marked_text(value)
    if isinstance(value, bool) or value is None or isinstance(value, float):
        return value
    if isinstance(value, int):
        return value if -_WIDEST <= value < _WIDEST else {"\0int": str(value)}
    if isinstance(value, Decimal):
        return {"\0decimal": str(value)}
    if isinstance(value, list | tuple):
        return [_marked(item) for item in value]
    if isinstance(value, Mapping):
        return {_marked_key(key): _marked(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} can't be a variable")


def _marked_text(text: str) -> Any:
    return text if text.isprintable() or _is_utf8(text) else {"\0text": _units(text)}


def _marked_key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    if not _is_utf8(key):
        raise TypeError("a key can't hold a lone surrogate")
    return f"\0{key}" if key.startswith("\0") else key


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _units(text: str) -> list[int]:
    return [ord(character) for character in text]


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, inner),) = value.items()
        if key == "\0int":
            return int(inner)
        if key == "\0decimal":
            return Decimal(inner)
        if key == "\0text":
            return "".join(map(chr, inner))
    return {
        key[1:] if key.startswith("\0") else key: _unmarked(item) for key, item in value.items()
    }
