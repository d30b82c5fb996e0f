"""Everything that can be found wrong in a package that is being drawn, without running it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from flows.catalog.check_package import check_package
from flows.catalog.packages import Package
from flows.kernel import Problem


def check_draft(
    package: Package,
    *,
    operations: Collection[str],
    roles: Collection[str],
    processes: Collection[str],
    now: datetime,
    max_bytes: int,
) -> list[Problem]:
    """Every problem of a package, errors first; `file` is the file's name within the package.

    `operations` are the service task types that Flows can do, `roles` the ids of every role,
    `processes` the ids of every published process. `hint_for` says how to mend each.
    """
    found = check_package(package, operations=operations, roles=roles, max_bytes=max_bytes)
    prefix = f"{package.name}/"
    return [
        replace(problem, file="" if problem.file == package.name else problem.file[len(prefix) :])
        for problem in found
    ]
