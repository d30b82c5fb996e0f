"""What the modeler refuses.

NotFound
  PackageUnknown      there is no package of that name, neither published nor drawn
  DraftUnknown        there is no draft of that package
  DraftFileUnknown    the draft has no such file
NotAllowed
  NotProcessOwner     only process owners draw
Conflict
  DraftFileChanged    someone else has saved the file meanwhile
  PackageExists       there is a package of that name already
  DraftGone           the draft was published or thrown away meanwhile
  DraftChanged        the draft has changed since the page was opened
  BaseMoved           someone has published another version than the draft began as
  VersionMoved        someone has published another version since the page was opened
Invalid
  FileNameRefused     a draft can't hold a file of that name
  PackageNameRefused  a package can't be called that
  FileTooLarge        the file is larger than the limit
  FileRefused         the file can't be read for what its name says, or carries a script
  ImportRefused       an upload can't be taken in
  ReasonNeeded        publishing needs a reason
  NothingToPublish    the draft is the same as the current version
  DraftHasErrors      the check has found errors
  ScenariosRed        a scenario does not go right, and no reason is given
  StepChoiceRefused   a step was chosen to take over that can't
"""

from collections.abc import Sequence
from datetime import datetime

from flows.kernel import Conflict, Invalid, NotAllowed, NotFound, Problem


class PackageUnknown(NotFound):
    """There is no package of that name, neither published nor drawn."""

    code = "package-unknown"
    sv = "Det finns ingen process med det namnet."
    en = "There is no process of that name."


class DraftUnknown(NotFound):
    """There is no draft of that package."""

    code = "draft-unknown"
    sv = "Det finns inget utkast."
    en = "There is no draft."


class DraftFileUnknown(NotFound):
    """The draft has no such file."""

    code = "draft-file-unknown"
    sv = "Filen finns inte i utkastet."
    en = "The file is not in the draft."


class NotProcessOwner(NotAllowed):
    """Only process owners draw."""

    code = "not-process-owner"
    sv = "Bara processägare kan ändra processer."
    en = "Only process owners can change processes."


class DraftFileChanged(Conflict):
    """Someone else has saved the file meanwhile; `by` and `at` say who and when.

    Both are None when the file is gone.
    """

    code = "draft-file-changed"
    sv = "Filen har ändrats sedan du öppnade den. Det du har ändrat är inte sparat."
    en = "The file has changed since you opened it. What you have changed is not saved."

    def __init__(self, by: str | None, at: datetime | None) -> None:
        super().__init__()
        self.by, self.at = by, at


class PackageExists(Conflict):
    """There is a package of that name already."""

    code = "package-exists"
    sv = "Det finns redan en process med det namnet."
    en = "There is a process of that name already."


class DraftGone(Conflict):
    """The draft was published or thrown away meanwhile; version `number` by `by` is current.

    `by_en` is who that is in English, when it is said otherwise.
    """

    code = "draft-gone"
    sv = "Utkastet finns inte längre. Någon annan har kastat det."
    en = "The draft is no longer there. Somebody else has thrown it away."

    def __init__(self, by: str = "", by_en: str = "", number: int | None = None) -> None:
        if number is None:
            super().__init__()
        else:
            super().__init__(
                "Utkastet finns inte längre: någon annan har publicerat eller kastat det."
                f" Nu gäller version {number}, som {by} publicerade.",
                "The draft is no longer there: somebody else has published it or thrown it away."
                f" Version {number} is current now; {by_en or by} published it.",
            )
        self.by, self.number = by, number


class DraftChanged(Conflict):
    """The draft has changed since the page was opened; `by` and `at` say who and when."""

    code = "draft-changed"
    sv = "Utkastet har ändrats sedan du öppnade sidan. Läs igenom det igen innan du går vidare."
    en = "The draft has changed since you opened the page. Read it again before you go on."

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__()
        self.by, self.at = by, at


class BaseMoved(Conflict):
    """Someone, `by` (`by_en`: in English), has published another version meanwhile."""

    code = "base-moved"

    def __init__(self, by: str, by_en: str, number: int) -> None:
        super().__init__(
            f"{by} publicerade version {number} medan du ritade. Ditt utkast bygger på en äldre"
            " version och är kvar som det är.",
            f"{by_en or by} published version {number} while you were drawing. Your draft is based"
            " on an older version and is kept as it is.",
        )
        self.by, self.number = by, number


class VersionMoved(Conflict):
    """Someone, `by` (`by_en`: in English), has published a version since the page was opened."""

    code = "version-moved"

    def __init__(self, by: str, by_en: str, number: int) -> None:
        super().__init__(
            f"{by} publicerade version {number} sedan du öppnade sidan. Ingenting är ändrat.",
            f"{by_en or by} published version {number} since you opened the page. Nothing has"
            " changed.",
        )
        self.by, self.number = by, number


class FileNameRefused(Invalid):
    """A draft can't hold a file of that name."""

    code = "file-name-refused"
    sv = (
        "Filnamnet går inte att använda. Ett namn har små bokstäver a–z, siffror, bindestreck och "
        "understreck, och slutar på .bpmn, .dmn eller .form; scenarier ligger i scenarier/ och "
        "slutar på .yaml."
    )
    en = (
        "The file name can't be used. A name has the lower case letters a–z, digits, hyphens and "
        "underscores, and ends in .bpmn, .dmn or .form; scenarios are in scenarier/ and end in "
        ".yaml."
    )


class PackageNameRefused(Invalid):
    """A package can't be called that."""

    code = "package-name-refused"
    sv = (
        "Mappens namn går inte att använda. Det börjar med en bokstav a–z och har bara små"
        " bokstäver a–z, siffror, bindestreck och understreck."
    )
    en = (
        "The folder's name can't be used. It begins with a letter a–z and has only the lower case"
        " letters a–z, digits, hyphens and underscores."
    )


class FileTooLarge(Invalid):
    """The file is larger than the limit."""

    code = "file-too-large"
    sv = "Filen är för stor."
    en = "The file is too large."


class FileRefused(Invalid):
    """The file can't be read for what its name says, or carries a script."""

    code = "file-refused"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sv, problem.en)


class ImportRefused(Invalid):
    """An upload can't be taken in; `problems` says why."""

    code = "import-refused"
    sv = "Det går inte att ta emot. Inget är ändrat."
    en = "It can't be taken in. Nothing has changed."


class ReasonNeeded(Invalid):
    """Publishing needs a reason."""

    code = "reason-needed"
    sv = "Skriv varför. Det sparas i historiken."
    en = "Write why. It is kept in the history."


class NothingToPublish(Invalid):
    """The draft is the same as the current version."""

    code = "nothing-to-publish"
    sv = "Det är samma som den version som gäller nu. Det finns inget att publicera."
    en = "It is the same as the current version. There is nothing to publish."


class DraftHasErrors(Invalid):
    """The check has found errors; `problems` holds them."""

    code = "draft-has-errors"
    sv = "Det finns fel som behöver rättas först."
    en = "There are errors that have to be mended first."


class ScenariosRed(Invalid):
    """A scenario does not go right, and no reason to publish all the same is given."""

    code = "scenarios-red"
    sv = "Ett scenario går inte rätt. Rätta det, eller skriv varför du publicerar ändå."
    en = "A scenario does not go right. Mend it, or write why you publish all the same."

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems=problems)


class StepChoiceRefused(Invalid):
    """A step was chosen to take over that can't."""

    code = "step-choice-refused"
    sv = "Ett steg som du valde kan inte ta över. Provkör och välj om."
    en = "A step that you chose can't take over. Rehearse and choose again."
