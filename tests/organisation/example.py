"""A small organisation file for the tests, to be spoilt one line at a time."""

EXAMPLE = """\
collaboration: {id: lanet, name: Länet, name_en: The county, registry_prefix: L}
parties:
  - id: regionen
    name: Regionen
    kind: region
    huvudman: true
    bodies:
      - {id: hsn, name: Hälso- och sjukvårdsnämnden, kind: namnd}
      - {id: rf, name: Regionfullmäktige, kind: fullmaktige}
    chain: {beredande: hsn, beslutande: rf}
  - id: almby
    name: Almby kommun
    short: Almby
    kind: kommun
    huvudman: true
    bodies:
      - {id: socialnamnd, name: Socialnämnden, kind: namnd}
      - {id: kf, name: Kommunfullmäktige, kind: fullmaktige}
    chain: {beredande: socialnamnd, beslutande: kf}
  - id: bergby
    name: Bergby kommun
    short: Bergby
    kind: kommun
    huvudman: true
    bodies:
      - {id: socialnamnd, name: Socialnämnden, kind: namnd}
      - {id: kf, name: Kommunfullmäktige, kind: fullmaktige}
    chain: {beredande: socialnamnd, beslutande: kf}
roles:
  - {id: sekreterare, name: Sekreterare, name_en: Secretary, scope: forum}
  - {id: ordforande, name: Ordförande, name_en: Chair, scope: forum}
  - {id: ledamot, name: Ledamot, name_en: Member, scope: [forum, party]}
  - {id: registrator, name: Registrator, name_en: Registrar, scope: party}
  - {id: administrator, name: Administratör, name_en: Administrator, scope: collaboration}
forums:
  - id: radet
    name: Rådet
    short: Rådet
    kind: politisk
    parties: all
    has_beredning: false
    notice_days: 7
    record: protokoll
    decision_forms: [rekommendation, information]
    chair_rule: utses-av-forumet
    minimum_meetings: 4
    substitutes: true
    answer_reminder_days: 60
    answer_escalation_days: 120
    levels: [lokal-almby]
    composition:
      seats:
        - {id: region, name: Regionens plats, count: 1, kind: region}
        - {id: kommun, name: Kommunens plats, count: 1, kind: kommun, per_party: true}
        - {id: ordforande, name: Ordförande, count: 1}
        - {id: vice, name: Vice ordförande, count: 1}
      rules:
        - {rule: different_kinds, seats: [ordforande, vice], source: [HS-15]}
    source: [NV-12]
  - for_each_party: kommun
    id: "lokal-{party}"
    name: "Lokal grupp {party_short}"
    short: "Lokal {party_short}"
    kind: lokal
    parties: [regionen, "{party}"]
    has_beredning: false
    record: minnesanteckningar
    decision_forms: [information]
    chair_rule: utses-av-forumet
    substitutes: true
    reports_to: radet
    source: [HS-23]
people:
  - id: sekreterare-radet
    title: Sekreterare Rådet
    email: sekreterare@example.org
    memberships:
      - {role: sekreterare, forum: radet, from: 2023-01-01, to: null}
      - {role: administrator, from: 2023-01-01, to: null}
  - id: ordforande-radet
    title: Ordförande Rådet
    email: ordforande@example.org
    elected: true
    party: regionen
    memberships:
      - {role: ordforande, forum: radet, seat: ordforande, from: 2023-01-01, to: null}
      - {role: ledamot, forum: radet, seat: region, from: 2023-01-01, to: null}
  - id: vice-radet
    title: Vice ordförande Rådet
    email: vice@example.org
    elected: true
    party: almby
    memberships:
      - {role: ordforande, forum: radet, seat: vice, from: 2023-01-01, to: null}
  - for_each_party: kommun
    id: "ledamot-{party}"
    title: "Ledamot {party_short}"
    email: "ledamot-{party}@example.org"
    elected: true
    party: "{party}"
    memberships:
      - {role: ledamot, forum: radet, seat: kommun, from: 2023-01-01, to: null}
      - {role: ledamot, party: "{party}", from: 2023-01-01, to: 2026-12-31}
      - {role: registrator, party: "{party}", from: 2027-01-01, to: null}
contradictions:
  - id: C4
    name: Vem som är ordförande
    name_en: Who is in the chair
    statements:
      - {source: NV-16, text: Beredningen utser}
      - {source: VS, text: Regionen är ordförande}
    chosen: Forumet utser.
    chosen_en: The forum appoints.
    affects: [radet.chair_rule, bergby.huvudman]
"""


def spoilt(old: str, new: str) -> bytes:
    """The example with one piece of text replaced, which must be there."""
    assert old in EXAMPLE, old
    return EXAMPLE.replace(old, new, 1).encode()


def line_of(text: str, piece: str) -> int:
    """The line, from 1, on which a piece of text first stands."""
    return text[: text.index(piece)].count("\n") + 1
