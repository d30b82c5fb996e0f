"""What recording and playing scenarios refuses.

NotFound
  RecordingUnknown    the person has no recording of that package
Conflict
  RecordingMoved      the recording has gone on in another window
  RecordingExists     there is a recording already, not finished
  ScenarioChanged     the scenario that is to be replaced has been changed by someone
Invalid
  NotRunnable         the diagrams, decisions or forms have faults, so nothing can be played
  RecordingRefused    what was asked for can't be recorded
  AnswersRefused      the form does not accept the answers
  PlaceNeeded         it isn't said whether the recording replaces the scenario it began from
"""

from flows.forms import Answers
from flows.kernel import Conflict, Invalid, NotFound


class RecordingUnknown(NotFound):
    """The person has no recording of that package."""

    code = "recording-unknown"
    sv = "Du har ingen inspelning av den här processen."
    en = "You have no recording of this process."


class RecordingMoved(Conflict):
    """The recording has gone on in another window."""

    code = "recording-moved"
    sv = "Inspelningen har gått vidare sedan sidan öppnades. Inget av det du nyss gjorde är med."
    en = "The recording has gone on since the page was opened. What you just did is not in it."


class RecordingExists(Conflict):
    """There is a recording already, not finished."""

    code = "recording-exists"
    sv = "Du har redan en inspelning som inte är klar. Gör klart den eller kasta den först."
    en = "You already have an unfinished recording. Finish it or throw it away first."


class ScenarioChanged(Conflict):
    """The scenario that the recording is to replace has been changed since the recording began."""

    code = "scenario-changed"
    sv = (
        "Det gamla scenariot har ändrats eller tagits bort sedan du började spela in. "
        "Spara inspelningen som ett nytt scenario."
    )
    en = (
        "The old scenario has been changed or removed since you began to record. "
        "Save the recording as a new scenario."
    )


class NotRunnable(Invalid):
    """The diagrams, decisions or forms have faults, so nothing can be played."""

    code = "not-runnable"
    sv = "Processen har fel som gör att den inte går att köra. Kontrollen säger vilka."
    en = "The process has errors, so it can't run. The check says which."


class RecordingRefused(Invalid):
    """What was asked for can't be recorded; the sentences say why."""

    code = "recording-refused"


class AnswersRefused(Invalid):
    """The form does not accept the answers; `answers` holds what was typed and what is wrong.

    `recordable` says whether a scenario can hold that the form refuses them.
    """

    code = "answers-refused"
    sv = "Det finns fel i formuläret."
    en = "There are errors in the form."

    def __init__(self, answers: Answers, *, recordable: bool = False) -> None:
        super().__init__(problems=list(answers.errors.values()))
        self.answers, self.recordable = answers, recordable


class PlaceNeeded(Invalid):
    """It isn't said whether the recording replaces the scenario that it goes on from."""

    code = "place-needed"
    sv = "Välj om det gamla scenariot ska ersättas eller vara kvar."
    en = "Choose whether the old scenario is replaced or kept."
