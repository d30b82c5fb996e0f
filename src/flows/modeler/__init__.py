"""What process owners do: draw, check, try, compare, rehearse and publish a package."""

from flows.modeler.drafts import (
    Draft,
    DraftFile,
    discard_draft,
    draft_of,
    find_draft,
    new_draft,
    open_draft,
    remove_file,
    write_file,
)
from flows.modeler.errors import (
    DraftFileChanged,
    DraftFileUnknown,
    DraftUnknown,
    FileNameRefused,
    FileTooLarge,
    NotProcessOwner,
    PackageExists,
    PackageUnknown,
)

__all__ = [
    "Draft",
    "DraftFile",
    "DraftFileChanged",
    "DraftFileUnknown",
    "DraftUnknown",
    "FileNameRefused",
    "FileTooLarge",
    "NotProcessOwner",
    "PackageExists",
    "PackageUnknown",
    "discard_draft",
    "draft_of",
    "find_draft",
    "new_draft",
    "open_draft",
    "remove_file",
    "write_file",
]
