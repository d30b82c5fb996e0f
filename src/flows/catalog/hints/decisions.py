"""Hints on decision tables."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

DECISION_HINTS: Mapping[str, Hint] = {
    "not-dmn": (
        "Spara filen som DMN 1.2–1.5, till exempel i beslutsverktyget här.",
        "Save the file as DMN 1.2–1.5, for example in the decision editor here.",
    ),
    "hit-policy": (
        "Välj en av träffreglerna i listan: U, A, P, F, R, O eller C.",
        "Choose one of the hit policies in the list: U, A, P, F, R, O or C.",
    ),
    "overlapping-rules": (
        "Gör villkoren så att bara en rad kan träffa, eller välj träffregeln F (första).",
        "Make the conditions such that only one rule can hit, or choose the hit policy F (first).",
    ),
    "disagreeing-rules": (
        "Ge raderna samma svar, eller välj träffregeln F (första).",
        "Give the rules the same answer, or choose the hit policy F (first).",
    ),
    "not-allowed-value": (
        "Skriv ett av de värden som kolumnen tillåter, eller lägg till det bland dem.",
        "Write one of the values that the column allows, or add it to them.",
    ),
    "no-output": (
        "Lägg till en utkolumn med det som tabellen ska svara.",
        "Add an output column with what the table is to answer.",
    ),
    "output-names": (
        "Döp varje utkolumn: namnet är det som svaret heter efteråt.",
        "Name each output column: the name is what the answer is called afterwards.",
    ),
    "no-order": (
        "Skriv utkolumnens tillåtna värden i ordning, det främsta först, eller välj en annan "
        "träffregel.",
        "Write the output column's allowed values in order, the foremost first, or choose another "
        "hit policy.",
    ),
    "rule-width": (
        "Ge raden lika många celler som tabellen har kolumner. Det går av sig självt i "
        "beslutsverktyget.",
        "Give the row as many cells as the table has columns. The decision editor does that by "
        "itself.",
    ),
    "empty-column": (
        "Skriv vad kolumnen läser, till exempel namnet på en variabel.",
        "Write what the column reads, for example the name of a variable.",
    ),
    "missing-requirement": (
        "Rita om kopplingen till beslutet eller indatan, eller ta bort den.",
        "Draw the connection to the decision or the input again, or remove it.",
    ),
    "requirement-cycle": (
        "Ta bort en av kopplingarna, så att besluten inte väntar på varandra.",
        "Remove one of the connections, so that the decisions don't wait for one another.",
    ),
    "expression-language": (
        "Välj FEEL som språk och skriv om cellen.",
        "Choose FEEL as the language and rewrite the cell.",
    ),
    "unknown-name": (
        "Rätta stavningen av namnet i cellen.",
        "Mend the spelling of the name in the cell.",
    ),
}
