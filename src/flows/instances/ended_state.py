"""The state of an ended instance, without what is kept elsewhere for ever.

Most of it stands in other rows: the answers in the instance's own history, the configuration in
each instance of the forum. Once nothing more happens, the state is compressed with those as its
dictionary, and what they hold costs next to nothing. Rows of history are never changed, nor is a
`kept_forum`; were one of them, the checksum would tell, and nothing false would be read.

`K1`, four bytes that say how many rows of history belong to it, then zstd over the state without
compression of its own. Everything else is a state as the engine writes it.
"""

from collections.abc import Sequence
from hashlib import blake2b

import zstandard
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.engine import BadState, Outcome, loosened
from flows.instances.packing import packed, written_out
from flows.instances.tables import HistoryRow, Instance, KeptForum

_MAGIC = b"K1"
_HEAD = len(_MAGIC) + 4
_LEVEL = 6
_MOST_HISTORY = 1024 * 1024
"""Bytes of history that a state is packed with; what comes later is not worth its time."""

_MOST = 64 * 1024 * 1024


def pack_ended(
    session: Session, instance: Instance, outcome: Outcome, last: Sequence[bytes | None]
) -> tuple[bytes, int | None]:
    """The state of an instance that has ended, and the id of the `kept_forum` that it is read with.

    `last` are the details that this step is about to write to history. The caller holds the lock.
    """
    forum = outcome.variables.get("forum")
    kept = packed(forum) if isinstance(forum, dict) and forum else None
    details = [*_details(session, instance), *(detail for detail in last if detail is not None)]
    state = pack_state(outcome.state, kept, details)
    return state, None if kept is None else _keep(session, kept)


def state_of(session: Session, instance: Instance) -> bytes:
    """The state as the engine reads it. Raises BadState."""
    stored = instance.state
    if not stored.startswith(_MAGIC):
        return stored
    kept = None
    if instance.kept_forum_id is not None:
        kept = session.get_one(KeptForum, instance.kept_forum_id).content
    return unpack_state(stored, kept, _details(session, instance, _rows_of(stored)))


def pack_state(state: bytes, kept: bytes | None, details: Sequence[bytes]) -> bytes:
    """A state of the engine, without what stands in `kept` and in `details`."""
    rows, dictionary = _dictionary(kept, details)
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True, dict_data=dictionary)
    return _MAGIC + rows.to_bytes(4, "big") + compressor.compress(loosened(state))


def unpack_state(stored: bytes, kept: bytes | None, details: Sequence[bytes]) -> bytes:
    """The state that was packed with the same. Raises BadState."""
    _, dictionary = _dictionary(kept, details[: _rows_of(stored)])
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary)
    try:
        return decompressor.decompress(stored[_HEAD:], max_output_size=_MOST)
    except zstandard.ZstdError as error:
        raise BadState(f"a damaged state, or a changed history: {error!r}") from error


def _rows_of(stored: bytes) -> int:
    return int.from_bytes(stored[len(_MAGIC) : _HEAD], "big")


def _details(session: Session, instance: Instance, rows: int | None = None) -> Sequence[bytes]:
    found = session.scalars(
        select(HistoryRow.detail)
        .where(HistoryRow.instance_id == instance.id, HistoryRow.detail.is_not(None))
        .order_by(HistoryRow.id)
        .limit(rows)
    )
    return [detail for detail in found if detail is not None]


def _dictionary(
    kept: bytes | None, details: Sequence[bytes]
) -> tuple[int, zstandard.ZstdCompressionDict | None]:
    """How many of the first details are little enough together, and the dictionary with them."""
    content = [] if kept is None else [written_out(kept)]
    left = _MOST_HISTORY
    rows = 0
    for detail in details:
        raw = written_out(detail)
        left -= len(raw)
        if left < 0:
            break
        content.append(raw)
        rows += 1
    whole = b"".join(content)
    if not whole:
        return rows, None
    raw_content = zstandard.DICT_TYPE_RAWCONTENT
    return rows, zstandard.ZstdCompressionDict(whole, dict_type=raw_content)


def _keep(session: Session, content: bytes) -> int:
    """The id of the `kept_forum` with this content, which is written if it is new."""
    id_ = int.from_bytes(blake2b(content, digest_size=8).digest(), "big", signed=True)
    found = session.get(KeptForum, id_)
    if found is None:
        new = insert(KeptForum).values(id=id_, content=content)
        session.execute(new.on_conflict_do_nothing())
        found = session.get_one(KeptForum, id_)
    if found.content != content:
        raise RuntimeError("two configurations of forums have the same digest")
    return id_
