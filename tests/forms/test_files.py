"""Questions for files: how they are written, answered, refused and shown."""

from typing import Any

import pytest
from tests.forms import documents as made
from tests.forms.build import NOW, field, form, read, schema, submitted
from tests.forms.page import one, page

from flows.forms import KNOWN_FILES, MOST_BYTES, CheckedUploads, Form, Upload, Uploads, check_form
from flows.forms.file_rules import MOST_FILES, USUAL_BYTES, size_in_words

IDS = [f"00000000-0000-4000-8000-{number:012}" for number in range(30)]
ROOM = 20 * 1024 * 1024


def picker(key: str = "bilagor", **more: Any) -> dict[str, Any]:
    return field("filepicker", key, **{"accept": ".pdf,.docx,.txt", "multiple": True, **more})


def file(
    number: int = 0, name: str = "a.pdf", kind: str = "application/pdf", size: int = 40
) -> Any:
    return {"id": IDS[number], "namn": name, "typ": kind, "byte": size}


def known(*files: dict[str, Any]) -> dict[str, Any]:
    return {KNOWN_FILES: {one["id"]: one for one in files}}


def sent(*files: tuple[str, bytes], key: str = "bilagor", room: int = ROOM) -> Uploads:
    return Uploads({key: [Upload(name, len(raw), raw) for name, raw in files]}, room)


def check(built: Form, uploads: Uploads, kept: int = 0) -> CheckedUploads:
    return built.check_uploads(uploads, lambda _: kept, {})


def fault(built: Form, *files: tuple[str, bytes], kept: int = 0) -> str:
    return check(built, sent(*files), kept).refused["bilagor"].sv


def test_what_an_author_can_get_wrong_is_told() -> None:
    raw = schema(
        picker("a", accept=".exe,.svg"),
        picker("b", multiple="=true"),
        picker("c", properties={"max_bytes": "mycket"}),
        picker("d", properties={"max_bytes": "-1"}),
    )
    told = [(problem.code, problem.element) for problem in check_form(raw)]
    assert told == [
        ("form-accept", "a"),
        ("form-accept", "a"),
        ("form-multiple", "b"),
        ("form-max-bytes", "c"),
        ("form-max-bytes", "d"),
    ]


def test_the_answer_is_a_list_of_what_is_known_of_each_file() -> None:
    built = form(picker())
    answers = read(built, known(file(0), file(1, "b.txt", "text/plain")), bilagor=[IDS[1], IDS[0]])
    assert answers.accepted
    assert answers.values == {"bilagor": [file(1, "b.txt", "text/plain"), file(0)]}
    assert built.file_ids(answers.values) == [IDS[1], IDS[0]]
    assert built.takes_files


def test_no_file_is_an_empty_list_and_a_fault_when_one_is_required() -> None:
    assert read(form(picker())).values == {"bilagor": []}
    required = form(picker(validate={"required": True}))
    assert read(required).errors["bilagor"].sv == "Välj minst en fil för Bilagor."
    assert read(required, known(file()), bilagor=[IDS[0]]).accepted


def test_a_file_that_nobody_sent_can_not_be_answered_with() -> None:
    errors = read(form(picker()), known(file(0)), bilagor=[IDS[0], IDS[7]]).errors
    assert "finns inte kvar" in errors["bilagor"].sv
    assert read(form(picker()), {}, bilagor=["[object File]", "../x", "a.pdf"]).raw == {
        "bilagor": []
    }


def test_the_files_of_an_earlier_answer_stay_unless_they_are_taken_away() -> None:
    built, before = form(picker()), {"bilagor": [file(3)]}
    assert read(built, before, bilagor=[IDS[3]]).values == before
    assert read(built, before).values == {"bilagor": []}


def test_there_is_a_limit_to_how_many() -> None:
    several, single = form(picker()), form(picker(multiple=False))
    pdfs = [("a.pdf", made.PDF)] * 2
    assert fault(single, *pdfs) == "Bilagor får ha högst en fil."
    assert "högst 20 filer" in fault(several, *pdfs, kept=MOST_FILES - 1)
    assert check(single, sent(("a.pdf", made.PDF)), kept=1).refused == {}, (
        "a new one takes its place"
    )
    many = [file(number) for number in range(MOST_FILES + 1)]
    raw = [one["id"] for one in many]
    assert "högst 20 filer" in read(several, known(*many), bilagor=raw).errors["bilagor"].sv


def test_a_sound_file_has_its_type_from_its_content_and_a_safe_name() -> None:
    checked = check(form(picker()), sent(("C:\\x\\Å\u202e.PDF", made.PDF), ("b.txt", b"hej")))
    assert checked.refused == {}
    assert [(one.name, one.media_type) for one in checked.sound["bilagor"]] == [
        ("Å.PDF", "application/pdf"),
        ("b.txt", "text/plain"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", made.EXECUTABLE, "”a.exe” är av en filtyp som inte kan tas emot."),
        ("a.png", made.PNG, "Välj PDF, Word eller ren text."),
        ("utan", b"x", "”utan” är av en filtyp"),
        ("a.pdf", made.EXECUTABLE, "”a.pdf” är inte PDF, fast namnet säger det."),
        ("a.txt", made.HTML, "”a.txt” är inte ren text"),
        ("a.docx", made.SVG, "”a.docx” är inte Word"),
        ("a.docx", made.word("word/vbaProject.bin"), "innehåller makron"),
        ("a.pdf", b"", "”a.pdf” är tom."),
        ("a.pdf", b"%PDF-" + bytes(200), "”a.pdf” är för stor. En fil får vara högst 100 byte."),
        ("19121212-1212.pdf", made.PDF, "ser ut att innehålla ett personnummer"),
    ],
)
def test_what_can_not_be_taken_in_is_told_in_words(name: str, content: bytes, said: str) -> None:
    built = form(picker(properties={"max_bytes": 100 if content[:5] == b"%PDF-" else 10_000}))
    checked = check(built, sent((name, content)))
    assert said in checked.refused["bilagor"].sv
    assert checked.refused["bilagor"].en
    assert checked.sound == {}
    assert "19121212" not in checked.refused["bilagor"].sv


def test_one_bad_file_does_not_take_the_good_ones_with_it() -> None:
    checked = check(
        form(picker()), sent(("a.exe", b"x"), ("b.pdf", made.PDF), ("c.pdf", b""), ("a.exe", b"x"))
    )
    assert [one.name for one in checked.sound["bilagor"]] == ["b.pdf"]
    said = checked.refused["bilagor"].sv
    assert said.count("”a.exe”") == 1
    assert "”c.pdf” är tom." in said


def test_too_much_at_once_is_told_of_the_file_that_did_not_fit() -> None:
    uploads = Uploads({"bilagor": [Upload("b.pdf", 5_000_000, None)]}, 1024 * 1024)
    assert "högst 1 MB" in check(form(picker()), uploads).refused["bilagor"].sv
    roomy = Uploads({"bilagor": [Upload("b.pdf", 5_000_000, None)]}, 6 * 1024 * 1024)
    assert "högst 6 MB tillsammans" in check(form(picker()), roomy).refused["bilagor"].sv


def test_files_for_no_question_are_left_out() -> None:
    built = form(picker(), field("textfield", "namn"))
    for key in ("namn", "annat", "bilagor[0].x", "x[0].bilagor"):
        checked = check(built, sent(("a.exe", b"x"), key=key))
        assert (checked.sound, checked.refused) == ({}, {})


def test_a_refused_file_is_a_fault_of_the_page_unless_its_question_is_hidden() -> None:
    hidden = {"conditional": {"hide": "=svar = true"}}
    built = form(field("checkbox", "svar"), picker(**hidden))
    refused = check(built, sent(("a.exe", b"x"))).refused
    assert list(built.read(submitted(), {}, now=NOW, refused=refused).errors) == ["bilagor"]
    assert built.read(submitted(svar="true"), {}, now=NOW, refused=refused).accepted


def test_files_in_rows() -> None:
    rows = {"type": "dynamiclist", "path": "delar", "label": "Delar", "components": [picker()]}
    built = form(rows)
    checked = check(built, sent(("a.pdf", made.PDF), key="delar[1].bilagor"))
    assert list(checked.sound) == ["delar[1].bilagor"]
    answers = read(
        built,
        known(file(0)),
        **{"delar": "2", "delar[0].bilagor": [], "delar[1].bilagor": [IDS[0]]},
    )
    assert answers.values == {"delar": [{"bilagor": [file(0)]}]}
    assert built.file_ids(answers.values) == [IDS[0]]
    assert built.takes_files


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([file(kind="text/html")], "file-type"),
        ([file(size=USUAL_BYTES + 1)], "file-too-large"),
        ([{"id": IDS[0]}], "wrong-type"),
        ([{**file(), "byte": True}], "wrong-type"),
        (["x"], "file-gone"),
        ("x", "wrong-type"),
        ([file(number) for number in range(21)], "too-many-files"),
    ],
)
def test_answers_given_as_json_are_held_to_the_same(value: Any, code: str) -> None:
    errors = form(picker()).check_answers({"bilagor": value}, {})
    assert errors["bilagor"].code == code
    assert "{" not in errors["bilagor"].sv + errors["bilagor"].en
    assert form(picker()).check_answers({"bilagor": [file()]}, {}) == {}


def test_the_page_says_in_words_what_may_be_chosen_before_the_field() -> None:
    built = form(picker(description="Sådant som behövs."))
    root = page(built, {MOST_BYTES: 5 * 1024 * 1024})
    chooser = one(root, "//input[@type='file']")
    assert chooser.get("accept") == ".pdf,.docx,.txt"
    assert chooser.get("multiple") is not None
    described = [
        one(root, f"//*[@id='{name}']") for name in chooser.get("aria-describedby").split()
    ]
    assert [text.text_content() for text in described] == [
        "Sådant som behövs.",
        "Högst 20 filer på högst 5 MB var: PDF, Word eller ren text.",
    ]
    order = [element.get("id") for element in root.iter() if element.get("id") is not None]
    assert order.index("f-bilagor-limits") < order.index("f-bilagor")
    english = page(form(picker(multiple=False)), lang="en").text_content()
    assert "At most one file of at most 10 MB: PDF, Word or plain text." in english


def test_what_was_sent_is_still_chosen_when_the_page_comes_again() -> None:
    built, variables = (
        form(picker(), field("textfield", "namn", validate={"required": True})),
        known(file(0, "å <b>.pdf", size=2048)),
    )
    answers = read(built, variables, bilagor=[IDS[0]])
    root = page(built, variables, answers)
    tick = one(root, "//input[@type='checkbox']")
    assert (tick.get("name"), tick.get("value"), tick.get("checked")) == (
        "bilagor",
        IDS[0],
        "checked",
    )
    assert one(root, f"//label[@for='{tick.get('id')}']").text == "å <b>.pdf (PDF, 2 kB)"
    assert one(root, "//legend").text_content() == "Valda filer: Bilagor"


def test_a_fault_is_told_at_the_field_like_any_other() -> None:
    built = form(picker(validate={"required": True}))
    root = page(built, {}, read(built))
    chooser = one(root, "//input[@type='file']")
    assert chooser.get("aria-invalid") == "true"
    assert chooser.get("aria-required") == "true"
    assert chooser.get("aria-describedby").split()[-1] == "f-bilagor-error"
    assert one(root, "//a[@href='#f-bilagor']").text == "Välj minst en fil för Bilagor."


def test_given_files_are_read_by_name_kind_and_size() -> None:
    built = form(picker(readonly=True))
    root = page(built, {"bilagor": [file(0, "a.pdf", size=3_400_000), "skräp", {"id": 1}]})
    items = [" ".join(item.text_content().split()) for item in root.xpath("//li")]
    assert items[0] == "a.pdf (PDF, 3,2 MB)"
    assert not root.xpath("//input[@type='file']")
    assert not built.takes_files


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 kB"),
        (350_000, "342 kB"),
        (1_300_000, "1,2 MB"),
    ],
)
def test_sizes_in_words(count: int, words: str) -> None:
    assert size_in_words(count) == words


def test_conditions_may_look_at_the_files() -> None:
    hidden = {"conditional": {"hide": "=bilagor = null or count(bilagor) = 0"}}
    built = form(picker(), field("textfield", "vad", **hidden))
    assert read(built, known(file(0))).hidden == {"vad"}
    assert read(built, known(file(0)), bilagor=[IDS[0]]).hidden == frozenset()
