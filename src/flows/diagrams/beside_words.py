"""What is drawn beside the flow, in whole words in both languages."""

from flows.diagrams.beside import Beside, Document, Exchange, Group, Note, Outsider
from flows.diagrams.spoken import Fact, Spoken, named, swedish

_NAMELESS = {
    Document: Spoken("Underlag utan namn", "Document without a name"),
    Group: Spoken("Grupp utan namn", "Group without a name"),
    Outsider: Spoken("Utomstående utan namn", "Outsider without a name"),
    Exchange: Spoken("något utan namn", "something without a name"),
}
_HOW = {
    "reads": Spoken("Läser", "Reads"),
    "writes": Spoken("Skriver", "Writes"),
    "": Spoken("Hör ihop med", "Belongs with"),
}
_SHORT = 60


def beside_name(one: Note | Document | Group | Outsider | Exchange) -> Spoken:
    """What it is called; a note by how it begins."""
    if isinstance(one, Note):
        text = " ".join(one.text.split())
        return named(text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …")
    return named(one.name) if one.name else _NAMELESS[type(one)]


def kind_of_document(document: Document) -> Spoken:
    """What kind of document it is, as a word in brackets."""
    return (
        Spoken("register", "register")
        if document.kind == "store"
        else Spoken("dokument", "document")
    )


def beside_facts(beside: Beside, element_id: str) -> list[Fact]:
    """What is drawn beside a step, or a way, line by line."""
    found = []
    for group in beside.groups:
        if element_id in group.steps:
            found.append(Fact(Spoken("Grupp", "Group"), beside_name(group)))
    for document in beside.documents:
        kind = kind_of_document(document)
        brackets = Spoken(f" ({kind.sv})", f" ({kind.en})")
        for use in document.uses:
            if use.step == element_id:
                found.append(Fact(_HOW[use.how], beside_name(document) + brackets))
    for outsider, exchange in beside.exchanges():
        if exchange.step == element_id:
            found.append(Fact(exchange_label(exchange, outsider), beside_name(exchange)))
    for note in beside.notes:
        if element_id in note.about:
            found.append(Fact(Spoken("Anteckning", "Note"), named(note.text)))
    return found


def exchange_label(exchange: Exchange, outsider: Outsider) -> Spoken:
    """Where something is sent or comes from."""
    who = beside_name(outsider)
    if exchange.there:
        there = exchange.there
        who = who + Spoken(f" (steget ”{there}”)", f" (the step “{swedish(there)}”)")
    if exchange.sends:
        return Spoken(f"Skickar till {who.sv}", f"Sends to {who.en}")
    return Spoken(f"Får från {who.sv}", f"Gets from {who.en}")
