"""Hints on what a step refers to: forms, decisions, operations, roles, other processes."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

REFERENCE_HINTS: Mapping[str, Hint] = {
    "form-missing": (
        "Välj ett formulär som finns, eller skapa ett nytt med det id:t.",
        "Choose a form that exists, or make a new one with that id.",
    ),
    "form-unused": (
        "Koppla formuläret till ett steg, eller ta bort filen om det inte behövs.",
        "Connect the form to a step, or remove the file if it isn't needed.",
    ),
    "operation-missing": (
        "Välj en av åtgärderna bland mallarna. Behövs en ny åtgärd får den som utvecklar Flows "
        "bygga den.",
        "Choose one of the operations among the templates. A new one has to be built by the "
        "developers of Flows.",
    ),
    "role-missing": (
        "Välj en roll i listan. Saknas rollen läggs den till i organisationens fil.",
        "Choose a role in the list. A role that is missing is added in the organisation's file.",
    ),
    "lane-role-missing": (
        "Välj en roll för uppgiften, eller döp om banan efter rollen som gör det som ligger i den.",
        "Choose a role for the task, or rename the lane after the role that does what lies in it.",
    ),
    "scope-missing": (
        "Skriv id för en part eller ett forum efter @, som i registrator@ockelbo. Utan @ gäller "
        "rollen i ärendets egen part eller eget forum.",
        "Write the id of a party or forum after @, as in registrator@ockelbo. Without @ it is the "
        "role in the case's own party or forum.",
    ),
    "process-missing": (
        "Välj en process som är publicerad eller finns i paketet, och skriv dess id precis som "
        "det står.",
        "Choose a process that is published or in the package, and write its id exactly as it is.",
    ),
    "no-such-process": (
        "Lägg processen i samma paket, eller starta den som ett eget flöde med åtgärden ”Starta "
        "process”.",
        "Put the process in the same package, or start it on its own with the operation “Start a "
        "process”.",
    ),
    "no-such-decision": (
        "Välj ett beslut som finns i paketet, eller lägg till en beslutstabell med det id:t.",
        "Choose a decision of the package, or add a decision table with that id.",
    ),
    "decision-unused": (
        "Koppla beslutet till ett beslutssteg, eller ta bort filen om det inte behövs.",
        "Connect the decision to a business rule task, or remove the file if it isn't needed.",
    ),
    "decision-twice": (
        "Ge det ena beslutet ett annat id.",
        "Give one of the decisions another id.",
    ),
}
