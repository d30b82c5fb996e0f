"""Compare a draft with what is published, or any two versions of a package."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from flows.catalog import Package, package_of, package_versions, version_of
from flows.diagrams.compare import Comparison, compare_files
from flows.kernel import NotFound
from flows.modeler.drafts import draft_of, find_draft

DRAFT = "draft"


class NothingToCompare(NotFound):
    """There is only one version, and no draft."""

    code = "nothing-to-compare"
    sv = "Det finns bara en version, och inget utkast att jämföra med."
    en = "There is only one version, and no draft to compare it with."


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared; `number` is None for the draft."""

    number: int | None
    package: Package

    @property
    def asked(self) -> str:
        """The side as an address names it."""
        return DRAFT if self.number is None else str(self.number)


@dataclass(frozen=True, slots=True)
class PackageComparison:
    """Two sides, the older first, and everything that differs between them."""

    before: Side
    after: Side
    comparison: Comparison
    newest: int | None

    @property
    def shows_current(self) -> bool:
        """Whether `after` is what the package's other pages show: the draft, else the version."""
        return self.after.number in {None, self.newest}


def compare_packages(
    session: Session, package: str, *, before: str = "", after: str = ""
) -> PackageComparison:
    """Compare two sides, each a version's number or "draft".

    Without a choice: the draft with the current version, else that with the one before. Raises
    NothingToCompare, or NotFound for a side that isn't there.
    """
    numbers = [version.number for version in package_versions(session, package)]
    drawn = find_draft(session, package) is not None
    sides = ([DRAFT] if drawn else []) + [str(number) for number in numbers]
    if len(sides) < 2:
        raise NothingToCompare
    after = after or sides[0]
    older = sides[sides.index(after) + 1 :] if after in sides else sides[1:]
    old = side(session, package, before or (older[0] if older else sides[0]))
    new = side(session, package, after)
    return PackageComparison(
        old,
        new,
        compare_files(old.package.files, new.package.files),
        None if drawn else numbers[0],
    )


def side(session: Session, package: str, asked: str) -> Side:
    """A version by its number, or the draft. Raises NotFound."""
    if asked == DRAFT:
        return Side(None, draft_of(session, package).as_package())
    if not asked.isdecimal() or len(asked) > 9:
        raise NotFound
    version = version_of(session, package, int(asked))
    return Side(version.number, package_of(session, version.version_id))


def sides_of(session: Session, package: str) -> Sequence[str]:
    """Every side that can be chosen: the draft if there is one, then the versions, newest first."""
    drawn = [DRAFT] if find_draft(session, package) is not None else []
    return [*drawn, *(str(version.number) for version in package_versions(session, package))]
