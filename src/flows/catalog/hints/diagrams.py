"""Hints on the file and on steps, flows and gateways."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

DIAGRAM_HINTS: Mapping[str, Hint] = {
    # the file
    "no-diagram": (
        "Lägg till ett diagram: rita ett nytt eller läs in en .bpmn-fil.",
        "Add a diagram: draw a new one or import a .bpmn file.",
    ),
    "more-problems": (
        "Börja uppifrån. Många fel har ofta samma orsak.",
        "Begin at the top. Many faults often have the same cause.",
    ),
    "too-large": (
        "Dela upp innehållet i flera mindre filer, eller be den som driftar höja gränsen.",
        "Split the content into several smaller files, or ask the operator to raise the limit.",
    ),
    "not-xml": (
        "Filen är skadad. Gå tillbaka till en tidigare version, eller spara den på nytt i "
        "programmet som den ritades i.",
        "The file is damaged. Go back to an earlier version, or save it again in the program that "
        "it was drawn in.",
    ),
    "doctype": (
        "Spara filen på nytt i ett ritprogram. Diagram behöver ingen DOCTYPE, och den kan vara "
        "ett försök att smuggla in något.",
        "Save the file again in a drawing program. Diagrams need no DOCTYPE, and it may be an "
        "attempt to smuggle something in.",
    ),
    "too-deep": (
        "Lägg färre delprocesser, grupper eller parenteser i varandra. Bryt ut en del till en egen "
        "process eller ett eget steg.",
        "Nest fewer subprocesses, groups or brackets. Move a part to a process or step of its own.",
    ),
    "schema": (
        "Flows klarar oftast filen, men andra program kanske inte öppnar den. Ta bort det som inte "
        "hör hemma där, eller öppna och spara diagrammet i ritverktyget.",
        "Flows often copes with the file, but other programs may not open it. Remove what does not "
        "belong there, or open and save the diagram in the drawing tool.",
    ),
    "no-process": (
        "Rita minst en process i filen, med en starthändelse.",
        "Draw at least one process in the file, with a start event.",
    ),
    "not-executable": (
        "Markera processen och slå på ”Körbar” i egenskaperna, om den ska kunna köras.",
        "Select the process and turn on “Executable” in its properties, if it is to be run.",
    ),
    "process-twice": (
        "Ge den ena processen ett annat id i egenskaperna.",
        "Give one of the processes another id in its properties.",
    ),
    "process-taken": (
        "Ge processen ett annat id: en annan publicerad process har det redan.",
        "Give the process another id: another published process has it already.",
    ),
    "no-id": (
        "Ta bort elementet och rita det på nytt, så får det ett id.",
        "Remove the element and draw it again; it will get an id.",
    ),
    "id-twice": (
        "Ge det ena elementet ett annat id i egenskaperna. Det händer lätt när man kopierar i en "
        "textredigerare.",
        "Give one of the elements another id in its properties. It happens easily when copying in "
        "a text editor.",
    ),
    "bad-id": (
        "Skriv id med bokstäver a–z, siffror, bindestreck och understreck, utan blanksteg.",
        "Write the id with the letters a–z, digits, hyphens and underscores, without spaces.",
    ),
    "not-supported": (
        "Rita det på ett annat sätt, till exempel med uppgifter och vanliga grindar. "
        "Dokumentationen visar allt som stöds.",
        "Draw it in another way, for example with tasks and ordinary gateways. The documentation "
        "shows all that is supported.",
    ),
    "zeebe-word": (
        "Ta bort inställningen i egenskaperna. Den finns i Camunda men inte här.",
        "Remove the setting in the properties. It exists in Camunda but not here.",
    ),
    "yes-or-no": (
        "Öppna filen i en textredigerare och skriv true eller false, eller ta bort inställningen.",
        "Open the file in a text editor and write true or false, or remove the setting.",
    ),
    "said-twice": (
        "Ta bort den ena, så att det är klart vilken som gäller.",
        "Remove one of them, so that it is clear which counts.",
    ),
    "other-language": (
        "Skriv uttrycket i FEEL och ta bort egenskapen language.",
        "Write the expression in FEEL and remove the attribute language.",
    ),
    "setting-ignored": (
        "Ta bort inställningen, eller byt elementet mot ett som den gör något i.",
        "Remove the setting, or change the element to one where it does something.",
    ),
    "ignored": (
        "Du kan låta det stå som förklaring. Ska det göra något behöver det bli ett steg, ett "
        "formulär eller en variabel.",
        "You can leave it as an explanation. If it is to do something it has to be a step, a form "
        "or a variable.",
    ),
    # flows and ways
    "dangling-flow": (
        "Ta bort pilen och dra en ny mellan två element på samma nivå. En pil kan inte gå in i "
        "eller ut ur en delprocess.",
        "Remove the flow and draw a new one between two elements on the same level. A flow can't "
        "go into or out of a subprocess.",
    ),
    "flow-into-start": (
        "Ta bort pilen hit. Dra den i stället till det första steget efter starten.",
        "Remove the flow to here. Draw it to the first step after the start instead.",
    ),
    "flow-from-end": (
        "Ta bort pilen härifrån, eller byt sluthändelsen mot en händelse mitt i flödet.",
        "Remove the flow from here, or change the end event into an intermediate event.",
    ),
    "leads-nowhere": (
        "Dra en pil härifrån till nästa steg.",
        "Draw a flow from here to the next step.",
    ),
    "not-reachable": (
        "Dra en pil hit från steget före, eller ta bort elementet.",
        "Draw a flow to here from the step before, or remove the element.",
    ),
    "dead-end": (
        "Dra en pil till nästa steg, eller till en sluthändelse om det är meningen att det ska "
        "sluta här.",
        "Draw a flow to the next step, or to an end event if it is meant to end here.",
    ),
    "never-ends": (
        "Dra en pil ut ur slingan till en sluthändelse, med ett villkor som säger när.",
        "Draw a flow out of the circle to an end event, with a condition that says when.",
    ),
    "never-joined": (
        "Byt grinden där vägarna möts mot samma slag som den där de delas, eller låt bara vägar "
        "som går sida vid sida leda till den.",
        "Change the gateway where the ways meet to the kind that they part at, or let only ways "
        "that go side by side lead to it.",
    ),
    "waits-for-too-much": (
        "Låt också den här vägen leda till grinden där vägarna möts, eller byt den grinden mot en "
        "inklusiv, som bara väntar in det som är på väg.",
        "Let this way, too, lead to the gateway where the ways meet, or change that gateway to an "
        "inclusive one, which waits only for what is on its way.",
    ),
    "goes-on-twice": (
        "Låt vägarna mötas i en parallell grind om det som följer ska göras en gång. Är det "
        "meningen att det görs flera gånger behöver inget ändras.",
        "Let the ways meet in a parallel gateway if what follows is to be done once. When it is "
        "meant to be done several times, nothing needs to change.",
    ),
    "no-condition": (
        "Markera pilen och skriv ett villkor, eller gör den till standardpil.",
        "Select the flow and write a condition, or make it the default flow.",
    ),
    "condition-ignored": (
        "Ta bort villkoret, eller byt grinden mot en exklusiv grind om bara en väg ska tas.",
        "Remove the condition, or change the gateway to an exclusive one if only one way is to be "
        "taken.",
    ),
    "no-such-default": (
        "Markera en av pilarna som går härifrån och gör den till standardpil.",
        "Select one of the flows that leave from here and make it the default flow.",
    ),
    "no-default": (
        "Gör en av pilarna till standardpil: den tas när inget av villkoren stämmer.",
        "Make one of the flows the default flow: it is taken when none of the conditions holds.",
    ),
    # steps
    "no-job": (
        "Markera steget och välj en åtgärd bland mallarna, till exempel ”Skicka notis”.",
        "Select the step and choose an operation among the templates, such as “Send a notice”.",
    ),
    "no-job-type": (
        "Markera steget och välj en åtgärd bland mallarna.",
        "Select the step and choose an operation among the templates.",
    ),
    "job-here": (
        "Ta bort åtgärden från steget, eller byt steget till ett servicesteg.",
        "Remove the operation from the step, or change it to a service task.",
    ),
    "no-script": (
        "Skriv ett FEEL-uttryck och vilken variabel resultatet ska sparas i.",
        "Write a FEEL expression and the variable that its result is saved in.",
    ),
    "script-here": (
        "Byt steget till ett skriptsteg, eller ta bort skriptet.",
        "Change the step to a script task, or remove the script.",
    ),
    "no-decision": (
        "Markera steget och välj ett beslut, och vilken variabel svaret ska sparas i.",
        "Select the step and choose a decision, and the variable that its answer is saved in.",
    ),
    "no-form-id": (
        "Markera steget och välj formuläret i listan.",
        "Select the step and choose its form in the list.",
    ),
    "no-called-process": (
        "Markera steget och välj vilken process som ska anropas.",
        "Select the step and choose the process to call.",
    ),
    "candidate-users": (
        "Ta bort personerna och ange vilken roll som ska göra uppgiften. Då klarar processen att "
        "människor byter uppdrag.",
        "Remove the persons and give the role that does the task. Then the process survives that "
        "people change positions.",
    ),
    "no-role": (
        "Markera uppgiften och välj en roll, eller lägg den i en bana som heter som en roll.",
        "Select the task and choose a role, or put it in a lane that is called after a role.",
    ),
    "two-lanes": (
        "Dra elementet så att det ligger helt i en bana, och spara på nytt.",
        "Drag the element so that it lies in one lane, and save again.",
    ),
    "no-starter": (
        "Lägg starten i en bana som heter som rollen som får starta processen.",
        "Put the start in a lane called after the role that may start the process.",
    ),
    "token-quantity": (
        "Ta bort antalet i egenskaperna och rita flera pilar ur en parallell grind i stället.",
        "Remove the quantity in the properties and draw several flows out of a parallel gateway.",
    ),
    # labels
    "no-label": (
        "Dubbelklicka på elementet och skriv ett kort namn. Steg börjar gärna med ett verb, "
        "och pilar ur ett val säger svaret.",
        "Double-click the element and write a short name. A step preferably begins with a verb, "
        "and a flow from a choice says the answer.",
    ),
    "no-documentation": (
        "Skriv under Beskrivning vad som ska göras och vad som är bra att tänka på. Det visas "
        "på uppgiftens sida.",
        "Write under Documentation what is to be done and what to bear in mind. It is shown on the "
        "page of the task.",
    ),
    # again and again
    "loop-here": (
        "Ta bort slingan eller flerinstansen. Lägg elementet i en delprocess om det ska göras "
        "flera gånger.",
        "Remove the loop or multi-instance. Put the element in a subprocess if it is to be done "
        "several times.",
    ),
    "endless-loop": (
        "Ange ett villkor för att fortsätta, eller ett högsta antal varv.",
        "Give a condition for going on, or a highest number of turns.",
    ),
    "bad-count": (
        "Skriv ett helt antal varv, till exempel 3.",
        "Write a whole number of turns, for example 3.",
    ),
    "not-a-number": (
        "Skriv ett helt tal, eller ett uttryck som börjar med =.",
        "Write a whole number, or an expression that begins with =.",
    ),
    "no-collection": (
        "Skriv vilken lista som ska gås igenom, till exempel =forum.huvudman.",
        "Write which list to go through, for example =forum.huvudman.",
    ),
    "half-a-result": (
        "Ange under Hur många gånger både resultatlistan och vad varje varv ger, eller ingetdera.",
        "Give both the result list and what each round gives under How many times, or neither.",
    ),
    "multi-instance-behavior": (
        "Ta bort inställningen behavior, så kastar varven ingenting.",
        "Remove the setting behavior; then the rounds throw nothing.",
    ),
    "round-event": (
        "Ta bort inställningen behavior, eller välj en signal, ett meddelande eller en eskalering "
        "för varje händelse som varven kastar.",
        "Remove the setting behavior, or choose a signal, message or escalation for each event "
        "that the rounds throw.",
    ),
    "round-event-with-others": (
        "Dela kanthändelsen i två: en för det som varven kastar och en för resten.",
        "Make two events on the edge: one for what the rounds throw, and one for the rest.",
    ),
    "round-event-goes-on": (
        "Rita kanthändelsen icke avbrytande (streckad), så visar bilden vad som händer.",
        "Draw the event on the edge non-interrupting (dashed); then the picture shows what "
        "happens.",
    ),
    "rounds-overwrite": (
        "Ange under Hur många gånger en resultatlista och vad varje varv ger, så blir allas svar "
        "kvar.",
        "Give a result list and what each round gives under How many times; then all answers "
        "are kept.",
    ),
}
