"""Processes that a package draws although another package has published them."""

from sqlalchemy.orm import Session

from flows.catalog import Package, published_processes
from flows.engine import process_ids
from flows.kernel import Problem


def taken_processes(session: Session, package: Package) -> list[Problem]:
    """A problem for each process whose id another package has: it would be taken over unseen."""
    others = {
        process.process_id: process
        for process in published_processes(session)
        if process.package != package.name
    }
    problems = []
    for file, raw in sorted(package.by_suffix(".bpmn").items()):
        for process_id in process_ids(raw):
            there = others.get(process_id)
            if there is not None:
                problems.append(
                    Problem(
                        "process-taken",
                        f"Id {process_id} är redan upptaget av processen ”{there.name}”. Ge den"
                        " här processen ett annat id.",
                        f'The id {process_id} is taken by the process "{there.name}". Give this'
                        " process another id.",
                        file=file,
                        element=process_id,
                    )
                )
    return problems
