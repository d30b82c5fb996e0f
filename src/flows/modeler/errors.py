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
Invalid
  FileNameRefused     a draft can't hold a file of that name
  FileTooLarge        the file is larger than the limit
"""

from datetime import datetime

from flows.kernel import Conflict, Invalid, NotAllowed, NotFound


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


class FileTooLarge(Invalid):
    """The file is larger than the limit."""

    code = "file-too-large"
    sv = "Filen är för stor."
    en = "The file is too large."
