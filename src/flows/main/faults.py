"""Expected faults as clear lines: what went wrong, and where it can be said, what to do."""

import errno

from flows.kernel import FlowsError, Invalid, Problem

_PROBLEMS_SHOWN = 50
_SEVERITIES = ("error", "warning", "hint")
_DISK_FULL = "53100"


class Stopped(FlowsError):
    """Flows could not go on."""

    code = "stopped"


def clear_lines(error: BaseException) -> list[str] | None:
    """The lines to show a person for an expected fault; None for a bug, which deserves its trace.

    Problems in content come one a line, each with the Swedish sentence below it.
    """
    if isinstance(error, Invalid) and error.problems:
        worst_first = sorted(error.problems, key=by_severity)
        shown = [line for it in worst_first[:_PROBLEMS_SHOWN] for line in problem_lines(it)]
        left = len(error.problems) - _PROBLEMS_SHOWN
        return [error.en, *shown, *([f"  … and {left} more"] if left > 0 else [])]
    if isinstance(error, FlowsError):
        return [error.en]
    if isinstance(error, OSError) and error.errno is not None:
        return [_of_the_machine(error)]
    fault = _of_the_database(error)
    if fault is None:
        return None
    if getattr(fault, "sqlstate", None) == _DISK_FULL:
        return ["There is no space left on the database's disk."]
    return [f"The database does not answer: {' '.join(str(fault).split())}"]


def by_severity(problem: Problem) -> int:
    """Errors before warnings: what follows from an error is often told as a warning."""
    return _SEVERITIES.index(problem.severity)


def problem_lines(problem: Problem) -> list[str]:
    """One problem for a person: place and sentence, and the Swedish sentence beside it."""
    name = f' "{problem.name}"' if problem.name else ""
    where = f"{problem.where()}{name}: " if problem.where() else ""
    return [f"  {problem.severity}: {where}{problem.en}", f"      sv: {problem.sv}"]


def _of_the_machine(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no space left on the disk{place}."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"No permission to write there{place}. Choose another folder: FLOWS_DATA_DIR."
        case _:
            return f"{error.strerror}{place}."


def _of_the_database(error: BaseException) -> BaseException | None:
    """What the database's driver said, from within what the libraries made of it."""
    # Looked up by name: importing the libraries here would slow every command down.
    kinds = {kind.__module__.split(".")[0] for kind in type(error).__mro__ if _is_lost(kind)}
    if "psycopg" in kinds:
        return error
    if "sqlalchemy" in kinds:
        return getattr(error, "orig", None) or error
    if "procrastinate" in kinds and error.__cause__ is not None:
        return _of_the_database(error.__cause__)
    return None


def _is_lost(kind: type) -> bool:
    return kind.__name__ in {"OperationalError", "ConnectorException"}
