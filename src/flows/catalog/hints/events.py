"""Hints on where things begin, wait and end: starts, events, timers, messages."""

from collections.abc import Mapping

from flows.catalog.hints.hint import Hint

EVENT_HINTS: Mapping[str, Hint] = {
    "process-start": (
        "Låt processen ha en enda vanlig starthändelse. Ska ett meddelande kunna starta den får "
        "den dessutom en egen starthändelse för det.",
        "Let the process have exactly one plain start event. If a message is to start it, give it "
        "a start event of its own as well.",
    ),
    "subprocess-start": (
        "Ge delprocessen exakt en starthändelse, utan meddelande eller timer.",
        "Give the subprocess exactly one start event, without a message or timer.",
    ),
    "event-subprocess-start": (
        "Ge händelsedelprocessen en starthändelse med det som ska väcka den, till exempel en "
        "timer eller ett meddelande.",
        "Give the event subprocess a start event with what is to wake it, such as a timer or a "
        "message.",
    ),
    "no-start": (
        "Rita en starthändelse och en pil från den till det som ska göras först.",
        "Draw a start event, and a flow from it to what is to be done first.",
    ),
    "start-needs-all": (
        "Behåll det som kommer först i starthändelsen, och rita en händelse som väntar på resten "
        "efter den.",
        "Keep what comes first in the start event, and draw an event after it that waits for the "
        "rest.",
    ),
    "message-starts-twice": (
        "Ta bort den ena starten, eller välj ett annat meddelande eller en annan signal för den.",
        "Remove one of the starts, or choose another message or signal for it.",
    ),
    "instantiate": (
        "Rita en starthändelse som väntar på meddelandet, före grinden eller uppgiften.",
        "Draw a start event that waits for the message, before the gateway or task.",
    ),
    "all-events": (
        "Ta bort eventGatewayType, eller byt grinden mot en parallell grind följd av händelserna.",
        "Remove eventGatewayType, or change the gateway to a parallel one before the events.",
    ),
    "timer-start": (
        "Byt starten mot en vanlig start eller ett meddelande. Ska något ske på en viss dag: "
        "rita en timer efter starten.",
        "Change the start to a plain one or a message. If something is to happen on a certain day: "
        "draw a timer after the start.",
    ),
    "event-here": (
        "Byt händelsens slag, eller flytta den: en del händelser kan bara sitta på kanten av ett "
        "steg eller stå mitt i flödet.",
        "Change the kind of event, or move it: some events can only sit on the edge of a step or "
        "stand in the middle of the flow.",
    ),
    "waits-for-nothing": (
        "Välj vad händelsen väntar på: ett meddelande, en tid, en signal eller ett villkor.",
        "Choose what the event waits for: a message, a time, a signal or a condition.",
    ),
    "attached-to-nothing": (
        "Dra händelsen till kanten på det steg som den gäller.",
        "Drag the event to the edge of the step that it is about.",
    ),
    "cancel-uncaught": (
        "Sätt en avbrytshändelse på transaktionens kant och dra en pil därifrån till det som ska "
        "göras när den avbryts.",
        "Place a cancel event on the edge of the transaction, with a flow to what is to be done "
        "when it is cancelled.",
    ),
    "cancel-outside": (
        "Använd avbrytshändelser bara i och på en transaktion. Annars: rita ett meddelande eller "
        "ett fel.",
        "Use cancel events only in and on a transaction. Otherwise draw a message or an error.",
    ),
    "error-must-interrupt": (
        "Gör händelsen avbrytande (hel ring). Ska steget fortsätta: använd eskalering i stället.",
        "Make the event interrupting (a solid ring). If the step is to go on: use an escalation.",
    ),
    "needs-all-here": (
        "Gör händelsen avbrytande, eller dela upp den i flera kanthändelser.",
        "Make the event interrupting, or split it into several events on the edge.",
    ),
    "no-plain-start": (
        "Ge den anropade processen en vanlig starthändelse, eller skicka ett meddelande till den "
        "i stället för att anropa den.",
        "Give the called process a plain start event, or send it a message instead of calling it.",
    ),
    "link": (
        "Rita en länk som fångar och minst en som kastar, med samma namn och på samma nivå.",
        "Draw one link that catches and at least one that throws, with the same name and on the "
        "same level.",
    ),
    "bad-time-to-live": (
        "Skriv en tidsrymd i egenskapen timeToLive, till exempel P30D för trettio dagar, eller ta "
        "bort den.",
        "Write a duration in the property timeToLive, for example P30D for thirty days, or remove "
        "it.",
    ),
    "link-with-others": (
        "Ta bort de andra händelserna, eller länken.",
        "Remove the other events, or the link.",
    ),
    "not-an-event": (
        "Låt pilarna ur händelsegrinden gå direkt till händelser som väntar på meddelande, tid "
        "eller signal.",
        "Let the flows out of the event-based gateway go straight to events that wait for a "
        "message, a time or a signal.",
    ),
    "no-message": (
        "Markera händelsen och välj ett meddelande, eller skapa ett nytt med namn och nyckel.",
        "Select the event and choose a message, or make a new one with a name and a key.",
    ),
    "message-unheard": (
        "Skriv namnet precis som hos den som väntar på meddelandet, med samma stora och små "
        "bokstäver.",
        "Write the name exactly as where the message is awaited, with the same capitals.",
    ),
    "no-such-definition": (
        "Markera händelsen och välj på nytt vilket meddelande, fel eller vilken signal det gäller.",
        "Select the event and choose again which message, error or signal it is about.",
    ),
    "no-time": (
        "Skriv en tid: en tidsrymd som P14D (14 dagar), en dag, eller ett uttryck som "
        '=date(motesdatum) - duration("P7D").',
        "Write a time: a duration such as P14D (14 days), a day, or an expression such as "
        '=date(motesdatum) - duration("P7D").',
    ),
    "bad-time": (
        "Skriv P14D för fjorton dagar, PT2H för två timmar, P1M för en månad, R3/P14D för tre "
        "gånger var fjortonde dag, eller en dag som 2027-01-31.",
        "Write P14D for fourteen days, PT2H for two hours, P1M for a month, R3/P14D for three "
        "times every fourteen days, or a day such as 2027-01-31.",
    ),
    "time-passed": (
        "Välj en dag som ligger framåt, eller räkna från något i ärendet, till exempel "
        '=date(motesdatum) + duration("P7D").',
        "Choose a day ahead, or count from something in the case, for example "
        '=date(motesdatum) + duration("P7D").',
    ),
    "fixed-date": (
        "Skriv hellre en tidsrymd, som P14D, eller räkna från ett datum i ärendet. En fast dag "
        "passar bara ett enda ärende.",
        "Rather write a duration, such as P14D, or count from a date in the case. A fixed day fits "
        "a single case only.",
    ),
}
