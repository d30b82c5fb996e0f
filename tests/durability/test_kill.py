"""50 × kill -9 of web, worker and PostgreSQL over 3,000 actions: none lost, none doubled.

Each case has a person's start, jobs of its own, one of which sends mail to two people, a person's
task, a timer, another instance that it starts, and a message from that one: ten steps that are
committed one by one. A handful of cases are let in for each kill, in an order that the seed
decides, and all of them finish. Every mail arrives, some more than once, and always under its own
Message-ID.
"""

import threading
import time
from collections import defaultdict

from tests.durability.house import (
    House,
    assert_nothing_lost_or_doubled,
    do_tasks,
    start_cases,
)
from tests.durability.kills import Killer, order
from tests.durability.person import Person
from tests.durability.post_office import PostOffice

from flows.kernel import Settings
from flows.mail import message_id_for

CASES = 300
ACTIONS = 3000
SEED = 20270111
FINISHED_WITHIN_SECONDS = 900


def test_nothing_is_lost_and_nothing_is_doubled(house: House, post_office: PostOffice) -> None:
    program = house.program
    over = threading.Event()
    killer = Killer(house, post_office, CASES, SEED, over)
    starter, *doers = (
        Person(program.address, name, program.password)
        for name in ("initiativtagare-provby", "sekreterare-provradet", "bitradande-provradet")
    )
    at_work = [
        threading.Thread(
            target=start_cases, args=(house, starter, CASES, lambda: killer.allowed, over)
        ),
        *(threading.Thread(target=do_tasks, args=(house, doer, over)) for doer in doers),
        threading.Thread(target=killer.work),
    ]
    for thread in at_work:
        thread.start()
    limit = time.monotonic() + FINISHED_WITHIN_SECONDS
    try:
        while house.finished() < CASES and time.monotonic() < limit and program.is_running:
            time.sleep(0.2)
    finally:
        over.set()
        for thread in at_work:
            thread.join(180)

    assert program.is_running, program.output
    assert killer.killed == order(SEED)
    assert_nothing_lost_or_doubled(house, CASES)
    assert house.actions() >= ACTIONS
    assert_every_mail_arrived(house, post_office)


def assert_every_mail_arrived(house: House, post_office: PostOffice) -> None:
    """Each notice reached both people; what came again came as the same mail."""
    sender = Settings().mail_from
    sendings = house.rows(
        "SELECT i.title, j.instance_id || ':' || j.task_id FROM job j"
        " JOIN instance i ON i.id = j.instance_id WHERE j.type = 'notis.skicka'"
    )
    people = {
        "sekreterare@example.org": "sekreterare-provradet",
        "bitradande@example.org": "bitradande-provradet",
    }
    wanted = {
        (address, sending[0]): {message_id_for(f"{sending[1]}\n{person}", sender)}
        for sending in sendings
        for address, person in people.items()
    }
    assert len(wanted) == 2 * CASES
    cases = {
        title: (case_id, number)
        for case_id, number, title in house.rows('SELECT id, registry_number, title FROM "case"')
    }
    arrived: dict[tuple[str, str], set[str]] = defaultdict(set)
    for letter in post_office.letters:
        title = letter.subject
        case_id, number = cases[title]
        said, about, automatic = letter.text.split("\n\n")
        assert said == f"Ett nytt ärende: {title}"
        assert about == f"Ärende {number}: {title}\n{house.program.address}/cases/{case_id}"
        assert automatic.startswith("Det här är ett automatiskt meddelande.")
        arrived[letter.to, letter.subject].add(letter.message_id)
    assert arrived == wanted
    assert len({identity for ids in arrived.values() for identity in ids}) == len(wanted)
    sent = [letter.message_id for letter in post_office.letters]
    assert len(post_office.cut_off) == 4
    for identity in post_office.cut_off:
        assert sent.count(identity) > 1, "the worker died before it heard that the mail was taken"
