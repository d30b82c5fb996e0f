"""Hints on variables and expressions."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

VARIABLE_HINTS: Mapping[str, Hint] = {
    "unknown-variable": (
        "Rätta stavningen. Variabler kommer ur formulärens nycklar, åtgärders och skripts "
        "resultat, och meddelanden. Kommer den utifrån: skriv dess namn i egenskapen variabler på "
        "starten eller händelsen.",
        "Mend the spelling. Variables come from the keys of forms, the results of operations and "
        "scripts, and messages. If it comes from outside: write its name in the property variabler "
        "of the start or the event.",
    ),
    "unknown-part": (
        "Rätta stavningen efter punkten, eller välj en uppgift som finns.",
        "Mend the spelling after the dot, or choose a part that exists.",
    ),
    "variable-later": (
        "Flytta steget som sätter variabeln hit före, eller använd en variabel som redan har ett "
        "värde.",
        "Move the step that sets the variable before this, or use a variable that already has a "
        "value.",
    ),
    "decision-input": (
        "Ge beslutet det som det läser: döp variabeln likadant, eller mappa den i steget med en "
        "rad under Indata.",
        "Give the decision what it reads: name the variable the same, or map it in the step with a "
        "line under Inputs.",
    ),
    "written-twice": (
        "Spara i två olika variabler, till exempel genom utdatamappning, och lägg ihop dem efter "
        "att vägarna har mötts.",
        "Save in two different variables, for example by output mapping, and put them together "
        "after the ways have met.",
    ),
    "hidden-name": (
        "Byt ordning på raderna, eller ge den första ett annat namn.",
        "Change the order of the lines, or give the first one another name.",
    ),
    "item-of-all-turns": (
        "Lägg steget i en delprocess som görs en gång för varje, och händelsen på stegets kant där "
        "inne. Då gäller händelsen ett varv.",
        "Put the step in a subprocess that is done once for each, and the event on the step's edge "
        "in there. Then the event is about one turn.",
    ),
    "bad-variable": (
        "Skriv namnet med a–z, siffror och understreck; det får inte börja med en siffra.",
        "Write the name with a–z, digits and underscores; it may not begin with a digit.",
    ),
    "not-ascii": (
        "Skriv variabelns namn utan å, ä och ö, till exempel arendenummer. Etiketter kan vara på "
        "vanlig svenska.",
        "Write the variable's name without å, ä and ö, for example arendenummer. Labels can be in "
        "ordinary Swedish.",
    ),
    "two-equals-signs": (
        "Ta bort det ena likhetstecknet. Ett likhetstecken först säger att det är ett uttryck.",
        "Remove one of the equals signs. One in front says that it is an expression.",
    ),
    "no-expression": (
        "Skriv ett uttryck, eller ta bort raden.",
        "Write an expression, or remove the line.",
    ),
    "bad-expression": (
        "Rätta uttrycket. Text står inom citattecken, och man jämför med =, som i "
        'beslut = "bifall".',
        "Mend the expression. Texts stand within quotation marks, and = compares, as in "
        'beslut = "bifall".',
    ),
    "expression": (
        "Rätta uttrycket på raden som visas. Text står inom citattecken, och man jämför med =.",
        "Mend the expression on the line shown. Texts stand within quotation marks, and = "
        "compares.",
    ),
    "unknown-function": (
        "Rätta stavningen, eller välj en annan funktion. Dokumentationen om FEEL visar alla.",
        "Mend the spelling, or choose another function. The documentation on FEEL shows them all.",
    ),
    "expression-limit": (
        "Dela upp uttrycket i flera, till exempel i två skriptsteg.",
        "Split the expression into several, for example into two script tasks.",
    ),
    "expression-value": (
        "Använd bara text, tal, ja och nej, listor och sammansatta värden.",
        "Use only texts, numbers, true and false, lists and contexts.",
    ),
}
