"""Hints on forms."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

FORM_HINTS: Mapping[str, Hint] = {
    "form-id": (
        "Ge formuläret ett id med a–z, siffror, bindestreck och understreck.",
        "Give the form an id with a–z, digits, hyphens and underscores.",
    ),
    "form-file-name": (
        "Döp om filen efter formulärets id, eller ändra id:t till filens namn.",
        "Rename the file after the form's id, or change the id to the file's name.",
    ),
    "form-twice": (
        "Ge det ena formuläret ett annat id.",
        "Give one of the forms another id.",
    ),
    "form-json": (
        "Filen är skadad. Gå tillbaka till en tidigare version, eller spara formuläret på nytt i "
        "formulärverktyget.",
        "The file is damaged. Go back to an earlier version, or save the form again in the form "
        "editor.",
    ),
    "form-components": (
        "Öppna formuläret i formulärverktyget och lägg till ett fält.",
        "Open the form in the form editor and add a field.",
    ),
    "form-components-many": (
        "Dela upp formuläret på flera steg.",
        "Split the form over several steps.",
    ),
    "form-text-long": (
        "Korta texten, eller lägg den i en fil som ärendet har.",
        "Shorten the text, or put it in a file of the case.",
    ),
    "form-values-many": (
        "Ta bort alternativ, eller låt den som svarar skriva i stället.",
        "Remove options, or let whoever answers write instead.",
    ),
    "form-too-large": (
        "Dela upp formuläret på flera steg.",
        "Split the form over several steps.",
    ),
    "form-depth": (
        "Lägg färre grupper i varandra.",
        "Nest fewer groups.",
    ),
    "form-component": (
        "Byt fältet mot ett av dem som finns: text, tal, datum, val, kryssruta, fil, grupp eller "
        "upprepad grupp.",
        "Change the field to one of those there are: text, number, date, choice, checkbox, file, "
        "group or repeating group.",
    ),
    "form-key": (
        "Skriv en nyckel med a–z, siffror och understreck, till exempel motesdatum.",
        "Write a key with a–z, digits and underscores, for example motesdatum.",
    ),
    "form-key-twice": (
        "Ge det ena fältet en annan nyckel.",
        "Give one of the fields another key.",
    ),
    "form-key-taken": (
        "Byt nyckel, till exempel till berord_part eller mottagande_forum.",
        "Change the key, for example to berord_part or mottagande_forum.",
    ),
    "form-label": (
        "Skriv en etikett: det som frågas, i klartext.",
        "Write a label: what is asked, in plain words.",
    ),
    "form-group-path": (
        "Ta bort gruppens sökväg. Vill du samla svaren: använd en upprepad grupp.",
        "Remove the group's path. To gather the answers, use a repeating group.",
    ),
    "form-list-in-list": (
        "Flytta ut den inre upprepade gruppen, eller fråga efter den i ett eget steg.",
        "Move the inner repeating group out, or ask for it in a step of its own.",
    ),
    "form-list-readonly": (
        "Ta bort skrivskyddet, eller visa listan som text.",
        "Remove the read-only setting, or show the list as text.",
    ),
    "form-subtype": (
        "Välj om fältet gäller dag, klockslag eller båda.",
        "Choose whether the field is a date, a time or both.",
    ),
    "form-validation": (
        "Välj en kontroll i listan, eller ingen.",
        "Choose a validation in the list, or none.",
    ),
    "form-limit": (
        "Skriv ett tal, eller ett uttryck som börjar med =.",
        "Write a number, or an expression that begins with =.",
    ),
    "form-pattern": (
        "Rätta mönstret (ett reguljärt uttryck), eller ta bort det och beskriv formen i "
        "hjälptexten.",
        "Mend the pattern (a regular expression), or remove it and describe the form in the help "
        "text.",
    ),
    "form-options": (
        "Lägg till alternativ, skriv ett uttryck som ger dem, eller välj en lista ur "
        "organisationen.",
        "Add options, write an expression that gives them, or choose a list of the organisation.",
    ),
    "form-values-en": (
        "Skriv samma värde som alternativet har, följt av = och den engelska etiketten.",
        "Write the same value as the option has, followed by = and the English label.",
    ),
    "form-source": (
        "Välj organisation, huvudman eller person.",
        "Choose organisation, huvudman or person.",
    ),
    "form-expression": (
        "Rätta uttrycket. Fältens nycklar kan användas som variabler.",
        "Mend the expression. The keys of the fields can be used as variables.",
    ),
    "form-template": (
        "Skriv bara {{variabel}} eller {{uttryck}} i texter, och dölj textfältet med ett villkor i "
        "stället för #if.",
        "Write only {{variable}} or {{expression}} in texts, and hide the text by a condition "
        "instead of #if.",
    ),
    "form-accept": (
        "Skriv filändelser med punkt och komma emellan, som .pdf,.docx.",
        "Write file endings with a dot and commas between, such as .pdf,.docx.",
    ),
    "form-multiple": (
        "Välj ja eller nej för flera filer.",
        "Choose yes or no for several files.",
    ),
    "form-max-bytes": (
        "Skriv antalet byte med siffror, till exempel 10485760 för 10 MiB.",
        "Write the number of bytes in digits, for example 10485760 for 10 MiB.",
    ),
}
