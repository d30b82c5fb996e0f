"""What the facts of a diagram are called by people."""

import re

from flows.diagrams.compare_units import ORDER, TEXT, THERE, Path
from flows.diagrams.spoken import Spoken

NOUNS = {
    "process": Spoken("Processen", "The process"),
    "userTask": Spoken("Uppgiften", "The task"),
    "serviceTask": Spoken("Åtgärden", "The operation"),
    "scriptTask": Spoken("Beräkningen", "The calculation"),
    "businessRuleTask": Spoken("Beslutssteget", "The decision step"),
    "sendTask": Spoken("Utskicket", "The sending"),
    "receiveTask": Spoken("Väntan", "The waiting"),
    "callActivity": Spoken("Anropet", "The call"),
    "subProcess": Spoken("Delprocessen", "The subprocess"),
    "transaction": Spoken("Delprocessen", "The subprocess"),
    "adHocSubProcess": Spoken("Delprocessen", "The subprocess"),
    "task": Spoken("Steget", "The step"),
    "manualTask": Spoken("Steget", "The step"),
    "exclusiveGateway": Spoken("Vägvalet", "The choice"),
    "inclusiveGateway": Spoken("Vägvalet", "The choice"),
    "parallelGateway": Spoken("Grenen", "The branching"),
    "eventBasedGateway": Spoken("Vägvalet", "The choice"),
    "startEvent": Spoken("Starten", "The start"),
    "endEvent": Spoken("Slutet", "The end"),
    "intermediateCatchEvent": Spoken("Händelsen", "The event"),
    "intermediateThrowEvent": Spoken("Händelsen", "The event"),
    "boundaryEvent": Spoken("Händelsen", "The event"),
    "sequenceFlow": Spoken("Flödet", "The flow"),
    "messageFlow": Spoken("Meddelandeflödet", "The message flow"),
    "lane": Spoken("Banan", "The lane"),
    "laneSet": Spoken("Banorna", "The lanes"),
    "participant": Spoken("Deltagaren", "The participant"),
    "collaboration": Spoken("Samarbetet", "The collaboration"),
    "textAnnotation": Spoken("Anteckningen", "The note"),
    "association": Spoken("Kopplingen", "The association"),
    "group": Spoken("Gruppen", "The group"),
    "message": Spoken("Meddelandet", "The message"),
    "signal": Spoken("Signalen", "The signal"),
    "error": Spoken("Felet", "The error"),
    "escalation": Spoken("Eskaleringen", "The escalation"),
    "dataObject": Spoken("Dataobjektet", "The data object"),
    "dataObjectReference": Spoken("Dataobjektet", "The data object"),
    "dataStoreReference": Spoken("Datalagret", "The data store"),
    "definitions": Spoken("Filen", "The file"),
}
_OTHER = Spoken("Elementet", "The element")

_TOPICS: tuple[tuple[str, str, str], ...] = (
    (r"@name", "namnet", "the name"),
    (r"documentation(#\d+)?/#", "beskrivningen", "the description"),
    (r".*zeebe:property\[name_en\]/@value", "det engelska namnet", "the English name"),
    (
        r".*zeebe:property\[documentation_en\]/@value",
        "den engelska beskrivningen",
        "the English description",
    ),
    (
        r".*zeebe:property\[(?P<x>.*)_en\]/@value",
        "den engelska texten för ”{x}”",
        'the English text of "{x}"',
    ),
    (r".*zeebe:property\[(?P<x>.*)\]/@value", "egenskapen ”{x}”", 'the property "{x}"'),
    (r"@zeebe:modelerTemplate", "mallen", "the template"),
    (r"@zeebe:modelerTemplateVersion", "mallens version", "the version of the template"),
    (r".*zeebe:formDefinition/@formId", "formuläret", "the form"),
    (r".*zeebe:assignmentDefinition/@candidateGroups", "rollen", "the role"),
    (r".*zeebe:assignmentDefinition/@assignee", "den som uppgiften är till", "the assignee"),
    (r".*zeebe:assignmentDefinition/@candidateUsers", "personerna", "the people"),
    (r".*zeebe:taskSchedule/@dueDate", "sista dagen", "the due date"),
    (r".*zeebe:taskSchedule/@followUpDate", "påminnelsedagen", "the follow-up date"),
    (r".*zeebe:priorityDefinition/@priority", "prioriteten", "the priority"),
    (
        r".*zeebe:userTask/#there",
        "inställningen att uppgiften visas i Mina uppgifter",
        "the setting that the task is shown in My tasks",
    ),
    (r".*zeebe:calledElement/@processId", "den anropade processen", "the called process"),
    (
        r".*zeebe:calledElement/@propagateAllChildVariables",
        "valet om allt följer med tillbaka",
        "the choice whether everything is handed back",
    ),
    (
        r".*zeebe:calledElement/@propagateAllParentVariables",
        "valet om allt följer med in",
        "the choice whether everything is handed in",
    ),
    (r".*zeebe:calledDecision/@decisionId", "beslutet", "the decision"),
    (
        r".*zeebe:(calledDecision|script)/@resultVariable",
        "uppgiften som resultatet sparas i",
        "the variable that takes the result",
    ),
    (r".*zeebe:taskDefinition/@type", "slaget av åtgärd", "the kind of operation"),
    (r".*zeebe:taskDefinition/@retries", "antalet försök", "the number of tries"),
    (r".*zeebe:header\[(?P<x>.*)\]/@value", "inställningen ”{x}”", 'the setting "{x}"'),
    (r".*zeebe:input\[(?P<x>.*)\]/@source", "det som skickas in som ”{x}”", 'the input "{x}"'),
    (r".*zeebe:output\[(?P<x>.*)\]/@source", "det som sparas som ”{x}”", 'the output "{x}"'),
    (r".*zeebe:script/@expression", "uträkningen", "the calculation"),
    (
        r".*zeebe:loopCharacteristics/@inputCollection",
        "listan som gås igenom",
        "the list that is gone through",
    ),
    (
        r".*zeebe:loopCharacteristics/@inputElement",
        "namnet på det som gås igenom",
        "the name of each item",
    ),
    (
        r".*zeebe:loopCharacteristics/@outputCollection",
        "listan med resultat",
        "the list of results",
    ),
    (r".*zeebe:loopCharacteristics/@outputElement", "varje varvs resultat", "each round's result"),
    (r".*zeebe:subscription/@correlationKey", "nyckeln", "the key"),
    (
        r"multiInstanceLoopCharacteristics/#there",
        "inställningen att göras flera gånger",
        "the setting that it is done several times",
    ),
    (
        r"standardLoopCharacteristics/#there",
        "inställningen att upprepas",
        "the setting that it is repeated",
    ),
    (
        r"multiInstanceLoopCharacteristics/completionCondition/#",
        "villkoret för att vara klar i förtid",
        "the condition for being done early",
    ),
    (
        r"standardLoopCharacteristics/loopCondition/#",
        "villkoret för ett varv till",
        "the condition",
    ),
    (r"standardLoopCharacteristics/@loopMaximum", "det högsta antalet varv", "the most rounds"),
    (r"timerEventDefinition(#\d+)?/time(Date|Duration|Cycle)/#", "tiden", "the time"),
    (r"@cancelActivity", "om den avbryter steget", "whether it interrupts the step"),
    (
        r"@isInterrupting",
        "om den avbryter det som pågår",
        "whether it interrupts what goes on",
    ),
    (
        r"multiInstanceLoopCharacteristics/@isSequential",
        "om det görs i tur och ordning",
        "whether it is done one after the other",
    ),
    (r"conditionExpression/#", "villkoret", "the condition"),
    (r"conditionalEventDefinition/condition/#", "villkoret", "the condition"),
    (r"messageEventDefinition(#\d+)?/@messageRef|@messageRef", "meddelandet", "the message"),
    (r"signalEventDefinition(#\d+)?/@signalRef", "signalen", "the signal"),
    (r"errorEventDefinition(#\d+)?/@errorRef", "felet", "the error"),
    (r"escalationEventDefinition(#\d+)?/@escalationRef", "eskaleringen", "the escalation"),
    (r"linkEventDefinition(#\d+)?/@name", "länken", "the link"),
    (r"@attachedToRef", "steget som den hör till", "the step that it belongs to"),
    (r"@default", "vägen när inget villkor gäller", "the way when no condition holds"),
    (r"@lane", "banan", "the lane"),
    (r"@processRef", "processen", "the process"),
    (r"@sourceRef", "början", "the beginning"),
    (r"@targetRef", "målet", "the target"),
    (r"@errorCode|@escalationCode", "koden", "the code"),
    (r"text/#", "texten", "the text"),
    (
        r"(?P<x>timer|message|signal|error|escalation|conditional|terminate|cancel|compensate|link)"
        r"EventDefinition(#\d+)?/#there",
        "händelseslaget ”{x}”",
        'the kind of event "{x}"',
    ),
)
_RULES = [(re.compile(pattern), sv, en) for pattern, sv, en in _TOPICS]


def noun(kind: str) -> Spoken:
    """What a kind of element is called, at the beginning of a sentence."""
    return NOUNS.get(kind, _OTHER)


def new_word(kind: str) -> str:
    """The Swedish word for new, as the noun of the kind wants it."""
    word = noun(kind).sv
    return "nytt" if word.endswith("et") else "nya" if word.endswith("na") else "ny"


def topic(path: Path) -> Spoken:
    """What a fact is called; one that nobody has words for is called by where it stands."""
    written = "/".join(path)
    for pattern, sv, en in _RULES:
        match = pattern.fullmatch(written)
        if match is not None:
            words = match.groupdict()
            return Spoken(sv.format(**words), en.format(**words))
    shown = [step for step in path if step not in {TEXT, THERE, ORDER, "extensionElements"}]
    place = " › ".join(step.rpartition("}")[2] if "}" in step else step for step in shown)
    place = place.replace("@", "")
    if path[-1] == ORDER:
        return Spoken(f"ordningen i ”{place}”", f'the order in "{place}"')
    return Spoken(f"inställningen ”{place}”", f'the setting "{place}"')
