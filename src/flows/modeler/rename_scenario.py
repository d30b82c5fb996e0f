"""Give a scenario another name, where it stands in the file; all else is left as it was written."""

from datetime import datetime

from sqlalchemy.orm import Session

from flows.catalog.scenario_file import name_place, read_scenario
from flows.catalog.write_scenario import write_text
from flows.modeler.drafts import draft_of
from flows.modeler.recording_errors import RecordingRefused
from flows.modeler.save_files import write_file
from flows.organisation import Actor

_LONGEST = 200


def rename_scenario(
    session: Session,
    actor: Actor,
    package: str,
    file: str,
    name: str,
    *,
    expected: str,
    max_bytes: int,
    now: datetime,
) -> None:
    """Give the scenario in a draft's file another name.

    Raises NotProcessOwner, DraftUnknown, DraftFileUnknown, DraftFileChanged, or RecordingRefused
    when the name is empty or the file can't be read. The caller owns the transaction.
    """
    raw = draft_of(session, package).file(file).content
    name = " ".join(name.split())
    place = name_place(raw)
    if not name or len(name) > _LONGEST:
        raise RecordingRefused("Skriv vad scenariot heter.", "Write what the scenario is called.")
    if place is None:
        raise RecordingRefused(
            "Filen går inte att läsa, så namnet går inte att ändra här.",
            "The file can't be read, so its name can't be changed here.",
        )
    text = raw.decode("utf-8-sig")
    end = "\n" if text[place[0] : place[1]].endswith("\n") else ""
    changed = f"{text[: place[0]]}{write_text(name)}{end}{text[place[1] :]}".encode()
    again, _ = read_scenario(changed, file)
    if again is None or again.name != name:
        raise RecordingRefused("Namnet går inte att skriva.", "The name can't be written.")
    write_file(
        session, actor, package, file, changed, expected=expected, max_bytes=max_bytes, now=now
    )
