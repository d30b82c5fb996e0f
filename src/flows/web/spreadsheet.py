"""Tables as files for a spreadsheet: semicolons and a byte order mark, as Swedish Excel reads."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Response


def csv_answer(name: str, headings: Sequence[str], lines: Iterable[Sequence[object]]) -> Response:
    """A file to download, called `name`.csv."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    for line in lines:
        writer.writerow([_harmless(cell) for cell in line])
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response


def _harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
