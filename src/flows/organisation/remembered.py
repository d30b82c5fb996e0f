"""What the tables say of an organisation changes only when a file is loaded: remembered until then.

The version is the collaboration rows' own stamps: a load always writes its row, and no two
transactions write the same stamp, not even when one is rolled back. A session asks for it once,
or is told it along with the actor.
"""

from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, Text, literal_column, select
from sqlalchemy.orm import Session

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

VERSION: ColumnElement[str] = literal_column(
    "(select string_agg(concat_ws(' ', id, xmin, cmin, loaded_at), ',' order by id)"
    " from collaboration)",
    Text(),
)
"""The version as a column, for a query that is made in every request."""

_ASK_VERSION = select(VERSION)
_MOST = 5_000
"""Answers kept; a diagram can make up any number of questions."""

_MEMO = "organisation version"
_lock = Lock()
_answers: WeakKeyDictionary[Engine, tuple[str, dict[Hashable, Any]]] = WeakKeyDictionary()


def remembered(
    read: Callable[Concatenate[Session, Asked], Answer],
) -> Callable[Concatenate[Session, Asked], Answer]:
    """Let a query that reads nothing but loaded organisations answer from memory.

    The answer is shared between threads: whoever gets it must not change it.
    """

    def ask(session: Session, /, *args: Asked.args, **named: Asked.kwargs) -> Answer:
        answers = _answers_in(session)
        key = (read.__qualname__, args, tuple(sorted(named.items())))
        if key not in answers:
            answers[key] = read(session, *args, **named)
        return cast(Answer, answers[key])

    update_wrapper(ask, read)
    return ask


def note_version(session: Session, version: str) -> None:
    """Spare the session the question."""
    session.info[_MEMO] = version


def forget_version(session: Session) -> None:
    """Let the session ask anew: it has just written to the organisation's tables."""
    session.info.pop(_MEMO, None)


def organisation_version(session: Session) -> str:
    """A text that is another one as soon as anything is loaded of any organisation."""
    version: str | None = session.info.get(_MEMO)
    if version is None:
        version = session.execute(_ASK_VERSION).scalar_one() or ""
        note_version(session, version)
    return version


def _answers_in(session: Session) -> dict[Hashable, Any]:
    version = organisation_version(session)
    engine = session.get_bind().engine
    with _lock:
        known = _answers.get(engine)
        if known is None or known[0] != version or len(known[1]) >= _MOST:
            known = (version, {})
            _answers[engine] = known
        return known[1]
