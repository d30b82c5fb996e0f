"""What an edit of the outline did, in words."""

from flows.diagrams import Edited, Outline, edits
from flows.diagrams.beside import Document, Group, Outsider
from flows.diagrams.beside_words import beside_name
from flows.diagrams.spoken import Spoken, named, same, swedish
from flows.diagrams.step_words import lane_name, step_name


def said_of(edit: edits.Edit, before: Outline, edited: Edited) -> Spoken:
    """What was done, in a sentence or two."""
    told = _sentence(edit, before, edited)
    for names, sv, en in (
        (_gone(edit, edited), "Det här togs också bort: {}.", "This was removed as well: {}."),
        (
            _taken_in(edit, before, edited),
            "Med i gruppen kom också det som står mellan dem i diagrammet: {}.",
            "With them in the group came what stands among them in the diagram: {}.",
        ),
        (
            edited.unreached,
            "Inget leder längre till: {}.",
            "Nothing leads any longer to: {}.",
        ),
    ):
        if names:
            listed = ", ".join(f"”{name}”" for name in names)
            in_english = ", ".join(f"“{swedish(name)}”" for name in names)
            told = told + Spoken(f" {sv.format(listed)}", f" {en.format(in_english)}")
    return told


def _taken_in(edit: edits.Edit, before: Outline, edited: Edited) -> tuple[str, ...]:
    """The steps that came along into a group, since they stand among those that were chosen."""
    if not isinstance(edit, (edits.AddGroup, edits.SetGroup)):
        return ()
    there = {group.id for group in before.beside.groups}
    steps = edited.outline.by_id()
    return tuple(
        step_name(steps[one]).sv
        for group in edited.outline.beside.groups
        if group.id not in there or group.id == getattr(edit, "group", "")
        for one in group.steps
        if one not in edit.steps
    )


def _gone(edit: edits.Edit, edited: Edited) -> tuple[str, ...]:
    removes = isinstance(edit, edits.RemoveStep)
    return edited.removed[1:] if removes else edited.removed


def _sentence(edit: edits.Edit, before: Outline, edited: Edited) -> Spoken:
    name = _name(edit, before, edited)
    match edit:
        case edits.RemoveStep():
            return Spoken(
                f"Steget {name.sv} är borttaget. Det som ledde dit leder vidare till nästa steg.",
                f"The step {name.en} is removed. What led to it leads on to the next step.",
            )
        case edits.SetProcess():
            return Spoken("Processens namn och hjälp är ändrade.", "The process is changed.")
        case edits.MoveStep(up=up):
            sv, en = ("{} är flyttat upp.", "{} is moved up.")
            if not up:
                sv, en = ("{} är flyttat ned.", "{} is moved down.")
        case _:
            sv, en = _SENTENCES.get(type(edit), ("{} är ändrat.", "{} is changed."))
    return Spoken(sv.format(name.sv), en.format(name.en))


_SENTENCES: dict[type, tuple[str, str]] = {
    edits.InsertStep: ("Steget {} är tillagt.", "The step {} is added."),
    edits.AddReminder: ("{} har fått en påminnelse.", "{} has a reminder."),
    edits.AddEvent: (
        "{} är tillagt. Lägg till steg efter det om något ska göras.",
        "{} is added. Add steps after it if something is to be done.",
    ),
    edits.AddWay: ("{} har fått en väg till.", "{} has one more way."),
    edits.RemoveWay: ("En väg från {} är borttagen.", "A way from {} is removed."),
    edits.LeadWay: (
        "En väg från {} leder till ett annat steg.",
        "A way from {} leads to another step.",
    ),
    edits.SetWay: ("En väg från {} är ändrad.", "A way from {} is changed."),
    edits.AddNote: ("{} har fått en anteckning.", "{} has a note."),
    edits.SetNote: ("Anteckningen är ändrad.", "The note is changed."),
    edits.RemoveNote: ("Anteckningen är borttagen.", "The note is removed."),
    edits.UseDocument: ("Underlaget är ritat vid {}.", "The document is drawn at {}."),
    edits.SetDocument: ("Underlaget {} är ändrat.", "The document {} is changed."),
    edits.LeaveDocument: (
        "{} använder inte längre underlaget.",
        "{} uses the document no more.",
    ),
    edits.RemoveDocument: ("Underlaget {} är borttaget.", "The document {} is removed."),
    edits.AddGroup: ("Gruppen {} är tillagd.", "The group {} is added."),
    edits.SetGroup: ("Gruppen {} är ändrad.", "The group {} is changed."),
    edits.RemoveGroup: (
        "Gruppen {} är borttagen. Stegen står kvar.",
        "The group {} is removed. Its steps stay.",
    ),
    edits.AddOutsider: ("Utanför flödet finns nu {}.", "Outside the process there is now {}."),
    edits.SetOutsider: ("{} är ändrat.", "{} is changed."),
    edits.RemoveOutsider: ("{} är borttaget.", "{} is removed."),
    edits.AddExchange: (
        "Det som skickas är ritat vid {}.",
        "What is sent is drawn at {}.",
    ),
    edits.SetExchange: ("Det som skickas är ändrat.", "What is sent is changed."),
    edits.RemoveExchange: (
        "Det som skickas är borttaget.",
        "What is sent is removed.",
    ),
    edits.SetLink: ("Länken har fått ett annat namn.", "The link has another name."),
    edits.AddLane: ("Banan {} är tillagd.", "The lane {} is added."),
    edits.SetLane: ("Banan {} är ändrad.", "The lane {} is changed."),
    edits.RemoveLane: ("Banan {} är borttagen.", "The lane {} is removed."),
}


def _name(edit: edits.Edit, before: Outline, edited: Edited) -> Spoken:
    """What the edit was about, in quotation marks."""
    match edit:
        case edits.AddLane(name=name) | edits.SetLane(name=name):
            return _quoted(named(name.strip()))
        case edits.RemoveLane(lane=lane_id):
            return _quoted(
                next((lane_name(one) for one in before.lanes if one.id == lane_id), same("–"))
            )
        case (
            edits.AddGroup(name=name)
            | edits.SetGroup(name=name)
            | edits.AddOutsider(name=name)
            | edits.SetOutsider(name=name)
            | edits.SetDocument(name=name)
        ):
            return _quoted(named(" ".join(name.split())))
        case (
            edits.RemoveGroup(group=gone)
            | edits.RemoveOutsider(outsider=gone)
            | edits.RemoveDocument(document=gone)
        ):
            return _quoted(_beside_name(before, gone))
    steps = {**before.by_id(), **edited.outline.by_id()}
    step_id = getattr(edit, "step", "")
    if not isinstance(step_id, str) or step_id not in steps or isinstance(edit, edits.AddEvent):
        step_id = edited.focus
    step = steps.get(step_id)
    return _quoted(step_name(step) if step else same("–"))


def _beside_name(outline: Outline, thing_id: str) -> Spoken:
    beside = outline.beside
    every: list[Document | Group | Outsider] = [*beside.documents, *beside.groups]
    every += beside.outsiders
    return next((beside_name(one) for one in every if one.id == thing_id), same("–"))


def _quoted(name: Spoken) -> Spoken:
    return Spoken(f"”{name.sv}”", f"“{name.en}”")
