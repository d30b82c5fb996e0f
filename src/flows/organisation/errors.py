"""What can't be found in the organisation."""

from flows.kernel import NotFound


class ForumNotFound(NotFound):
    """There is no such forum."""

    code = "forum-not-found"
    sv = "Forumet finns inte."
    en = "There is no such forum."


class PartyNotFound(NotFound):
    """There is no such party."""

    code = "party-not-found"
    sv = "Parten finns inte."
    en = "There is no such party."


class PersonNotFound(NotFound):
    """There is no such person, or they no longer take part."""

    code = "person-not-found"
    sv = "Personen finns inte eller deltar inte längre."
    en = "There is no such person, or they no longer take part."
