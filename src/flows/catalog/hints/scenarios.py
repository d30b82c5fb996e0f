"""Hints on scenarios and on reading a content folder."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

SCENARIO_HINTS: Mapping[str, Hint] = {
    "no-scenarios": (
        "Spela in ett scenario: klicka dig igenom processen en gång, från start till slut.",
        "Record a scenario: click through the process once, from start to end.",
    ),
    "not-covered": (
        "Spela in ett scenario som tar den vägen, så vet ni att den fungerar.",
        "Record a scenario that takes that way; then you know that it works.",
    ),
    "scenario": (
        "Spela in scenariot på nytt om processen ska gå så här nu. Annars: ändra processen tills "
        "scenariot stämmer.",
        "Record the scenario again if the process is to go like this now. Otherwise change the "
        "process until the scenario holds.",
    ),
    "scenario-not-ended": (
        "Lägg till de steg som saknas i scenariot, eller ändra vad det väntar sig.",
        "Add the steps that are missing in the scenario, or change what it expects.",
    ),
    "scenario-unreadable": (
        "Filen går inte att läsa som YAML. Spela in scenariot på nytt, eller rätta raden.",
        "The file can't be read as YAML. Record the scenario again, or mend the line.",
    ),
    "scenario-shape": (
        "Rätta scenariofilen efter dokumentationen, eller spela in scenariot på nytt.",
        "Mend the scenario's file after the documentation, or record the scenario again.",
    ),
    "scenario-instant": (
        "Skriv tidpunkten med datum, klockslag och tidszon, som 2027-01-11T09:00+01:00.",
        "Write the instant with date, time and offset, such as 2027-01-11T09:00+01:00.",
    ),
    "no-content": (
        "Ange en mapp som innehåller processer eller organisationer.",
        "Give a folder that holds processes or organisations.",
    ),
    "no-such-path": (
        "Kontrollera sökvägen.",
        "Check the path.",
    ),
    "file-too-large": (
        "Gör filen mindre, eller be den som driftar höja gränsen.",
        "Make the file smaller, or ask the operator to raise the limit.",
    ),
    "unreadable-file": (
        "Ge den som kör Flows rätt att läsa filen.",
        "Let the account that runs Flows read the file.",
    ),
    "changed-in-browser": (
        "Hämta hem ändringen med flows export, eller läs in ändå med --replace.",
        "Fetch the change with flows export, or load all the same with --replace.",
    ),
}
