"""Files that people have sent: kept until they are used, then for as long as their process is."""

from flows.files.keep import (
    PENDING_LIFE,
    FilesGone,
    FileUnknown,
    NewFile,
    discard_pending,
    hold_files,
    keep_file,
    use_files,
)
from flows.files.questions import FileRow, content_of, file_rows, pending_files, stored_file
from flows.files.tables import StoredFile

__all__ = [
    "PENDING_LIFE",
    "FileRow",
    "FileUnknown",
    "FilesGone",
    "NewFile",
    "StoredFile",
    "content_of",
    "discard_pending",
    "file_rows",
    "hold_files",
    "keep_file",
    "pending_files",
    "stored_file",
    "use_files",
]
