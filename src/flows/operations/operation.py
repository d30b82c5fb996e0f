"""What an operation is: the work of a service task, in up to three parts.

    prepare   reads the database in a short transaction      (optional)
    perform   talks to the world, outside any transaction    (optional)
    apply     writes, in the same transaction as the result

A worker may die between any two parts, so `perform` may happen again: it is given a key that is the
same every time. `apply` happens once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.instances import Instance
from flows.kernel import FlowsError, Settings

Values = Mapping[str, Any]


class OperationFault(FlowsError):
    """The operation can't be done with what it was given; trying again would not help at once."""

    code = "operation-fault"


class BusinessError(FlowsError):
    """The operation ended in a BPMN error, for the boundary event with the code `error_code`."""

    code = "business-error"

    def __init__(self, error_code: str, sv: str, en: str) -> None:
        super().__init__(sv, en)
        self.error_code = error_code


@dataclass(frozen=True, slots=True)
class Call:
    """One piece of work: what it is given, and a key that is the same at every attempt."""

    input: Values
    headers: Mapping[str, str]
    key: str
    now: datetime
    settings: Settings


Prepare = Callable[[Session, Instance, Call], Any]
Perform = Callable[[Call, Any], Any]
Apply = Callable[[Session, Instance, Call, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A service task type and what it does.

    `gives` are the variables of its result, each with its parts (none: a plain value).
    """

    type: str
    apply: Apply
    prepare: Prepare | None = None
    perform: Perform | None = None
    gives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
