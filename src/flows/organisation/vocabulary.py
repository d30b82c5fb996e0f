"""The words an organisation file may use for a setting, each with what it means."""

PARTY_KINDS = ("region", "kommun", "forbund")
BODY_KINDS = ("namnd", "fullmaktige", "styrelse", "utskott")
SCOPES = ("party", "forum", "collaboration")
"""Where a role can be held, in the order in which a reference without a scope is looked up."""

FORUM_KINDS = (
    "politisk",
    "tjansteperson",
    "beredning",
    "presidium",
    "utskott",
    "styrgrupp",
    "samordningsgrupp",
    "lokal",
    "arbetsgrupp",
    "kansli",
)
RECORDS = ("protokoll", "motesanteckningar", "minnesanteckningar")
DECISION_FORMS = (
    "rekommendation",
    "samrad",
    "overenskommelse",
    "projekt",
    "uppdrag",
    "information",
    "aterremiss",
    "bordlaggning",
    "avslag",
)
CHAIR_RULES = (
    "per-sammantrade",  # the beredning appoints a chair for each meeting (NV-16)
    "regionen",  # the region holds the chair (VS; the other side of C4)
    "delat",  # one chair from the region and one from the kommuner
    "roterar-med-vardskap",  # rotates between the parties, the chair is the host (SG-04)
    "per-omrade",  # the chair of the strategic area that the meeting is about (HS-03)
    "sammankallande",  # one of the chairs calls the others (HS-14)
    "vaxlar-arligen",  # region and kommun take turns, a year each (HS-15)
    "nominerande-grupp",  # elected yearly by a nominating group (HS-17)
    "vaxlar-vartannat-ar",  # region and kommun take turns, two years each (HS-19)
    "utses-av-forumet",  # the forum appoints its own chair; the agreements are silent
)
RECORD_APPROVALS = ("justerare", "ordforande")
RECORD_STATUSES = ("arbetsmaterial",)
INTAKES = ("sekreterare", "beredningsledamot", "e-post-till-sekreterare")
FINANCING = ("fritt", "halften-var")
REVISIONS = ("ar-tva-i-mandatperioden", "arligen")
MEETINGS_ARE = ("krav", "forslag", "faststalls-av-lansledningen")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag")
COMPOSITION_RULES = ("different_parties", "different_kinds")
PARTY_GROUPS = ("all", "huvudman", *PARTY_KINDS)
"""Words that stand for several parties: everyone, the huvudmän, or one kind of party."""
