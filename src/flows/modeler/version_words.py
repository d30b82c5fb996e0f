"""Who published a version and why, in words: what a command wrote is told as people say it."""

from sqlalchemy.orm import Session

from flows.catalog import PackageVersion
from flows.organisation import Actor, name_of_person

_COMMANDS = {"flows load", "flows run"}
_REASONS = {
    "flows load": ("Läst in ur en mapp.", "Read in from a folder."),
    "the program was started": (
        "Läst in ur en mapp när Flows startades.",
        "Read in from a folder when Flows was started.",
    ),
}


def author_words(session: Session, actor: Actor, version: PackageVersion) -> tuple[str, str]:
    """Who published the version, in Swedish and, when it is said otherwise, in English."""
    if version.origin == "folder" and version.author in _COMMANDS:
        return "Den som sköter Flows", "Whoever runs Flows"
    return name_of_person(session, version.author, own=actor.collaboration_id), ""


def reason_words(version: PackageVersion) -> tuple[str, str]:
    """Why the version was published, in Swedish and, when it is said otherwise, in English."""
    if version.origin == "folder" and version.reason in _REASONS:
        return _REASONS[version.reason]
    return version.reason, ""
