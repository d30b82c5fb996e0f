"""Hints on organisation files."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

ORGANISATION_HINTS: Mapping[str, Hint] = {
    "missing-key": (
        "Lägg till nyckeln i organisationens fil.",
        "Add the key in the organisation's file.",
    ),
    "unknown-key": (
        "Rätta stavningen av nyckeln, eller ta bort den.",
        "Mend the spelling of the key, or remove it.",
    ),
    "duplicate-key": (
        "Ta bort den ena av de två likadana nycklarna.",
        "Remove one of the two equal keys.",
    ),
    "duplicate-id": (
        "Ge den ena ett annat id.",
        "Give one of them another id.",
    ),
    "duplicate-membership": (
        "Ta bort det ena av de två likadana uppdragen.",
        "Remove one of the two equal memberships.",
    ),
    "duplicate-value": (
        "Ta bort det som står två gånger.",
        "Remove what stands twice.",
    ),
    "dangling-reference": (
        "Rätta id:t, eller lägg till det som det hänvisar till.",
        "Mend the id, or add what it refers to.",
    ),
    "bad-id": (
        "Skriv id med små bokstäver a–z, siffror, bindestreck och understreck, utan blanksteg.",
        "Write the id with the letters a–z, digits, hyphens and underscores, without spaces.",
    ),
    "bad-choice": (
        "Välj ett av orden som räknas upp.",
        "Choose one of the words that are listed.",
    ),
    "bad-date": (
        "Skriv datumet som 2027-01-31, och slutet efter början.",
        "Write the date as 2027-01-31, and the end after the beginning.",
    ),
    "bad-email": (
        "Rätta e-postadressen.",
        "Mend the e-mail address.",
    ),
    "bad-rule-id": (
        "Skriv regelns beteckning som i regelförteckningen, till exempel NV-04.",
        "Write the rule's designation as in the list of rules, for example NV-04.",
    ),
    "wrong-type": (
        "Skriv ett värde av rätt slag, till exempel en lista eller ett tal.",
        "Write a value of the right kind, for example a list or a number.",
    ),
    "wrong-scope": (
        "Ge uppdraget i en part, ett forum eller samverkan som rollen kan finnas i.",
        "Give the membership in a party, forum or collaboration where the role can be held.",
    ),
    "outside-party": (
        "Kontrollera att uppdraget gäller rätt part.",
        "Check that the membership is in the right party.",
    ),
    "unknown-placeholder": (
        "Använd en av platshållarna som räknas upp.",
        "Use one of the placeholders that are listed.",
    ),
    "composition": (
        "Rätta vem som har platsen, eller skriv i filen hur forumet är sammansatt nu.",
        "Mend who holds the seat, or write in the file how the forum is composed now.",
    ),
    "vacancy": (
        "Lägg till den som har fått platsen, eller låt den stå som ledig.",
        "Add the person who has been given the seat, or leave it vacant.",
    ),
    "contradiction": (
        "Ange vilken av de två regler som gäller, så länge avtalen säger emot varandra.",
        "Say which of the two rules holds as long as the agreements contradict each other.",
    ),
    "no-source": (
        "Ange vilken regel uppgiften kommer ur, eller att avtalen är tysta.",
        "Say which rule the entry comes from, or that the agreements are silent.",
    ),
    "too-many": (
        "Ta bort så att det blir högst så många som gränsen säger.",
        "Remove so that there are at most as many as the limit says.",
    ),
    "too-many-faults": (
        "Rätta de första felen och kontrollera igen.",
        "Mend the first faults and check again.",
    ),
}
