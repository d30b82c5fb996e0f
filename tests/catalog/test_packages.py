"""Reading content folders: what is there, and what can't be read."""

from pathlib import Path

import pytest

from flows.catalog import Package, read_packages

LIMIT = 1000


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one package and one organisation file."""
    package = tmp_path / "arende"
    (package / "scenarier").mkdir(parents=True)
    (package / "arende.bpmn").write_text("<a/>")
    (package / "arende-anmalan.form").write_text("{}")
    (package / "anteckningar.txt").write_text("not content")
    (package / "scenarier" / "ett.yaml").write_text("namn: ett")
    (tmp_path / "organisations").mkdir()
    (tmp_path / "organisations" / "lan.yaml").write_text("collaboration: {}")
    (tmp_path / "tom").mkdir()
    return tmp_path


def test_a_folder_holds_packages_and_organisations(content: Path) -> None:
    read = read_packages(content, max_bytes=LIMIT)

    assert [package.name for package in read.packages] == ["arende"]
    assert sorted(read.packages[0].files) == [
        "arende-anmalan.form",
        "arende.bpmn",
        "scenarier/ett.yaml",
    ]
    assert list(read.organisations) == ["organisations/lan.yaml"]
    assert read.problems == ()


def test_one_package_folder_or_one_file_can_be_read(content: Path) -> None:
    folder = read_packages(content / "arende", max_bytes=LIMIT)
    file = read_packages(content / "arende" / "arende.bpmn", max_bytes=LIMIT)

    assert folder.packages[0].name == "arende"
    assert sorted(folder.organisations) == ["organisations/lan.yaml"]
    assert sorted(file.packages[0].files) == ["arende-anmalan.form", "arende.bpmn"]


def test_a_large_file_is_named_and_not_read(content: Path) -> None:
    (content / "arende" / "arende.bpmn").write_bytes(b"x" * (LIMIT + 1))

    read = read_packages(content, max_bytes=LIMIT)

    assert [(problem.code, problem.file) for problem in read.problems] == [
        ("file-too-large", "arende/arende.bpmn")
    ]
    assert "1 001 byte" in read.problems[0].sv


@pytest.mark.parametrize(("path", "code"), [("finns-inte", "no-such-path"), ("tom", "no-content")])
def test_nothing_to_read_is_said(content: Path, path: str, code: str) -> None:
    assert [
        problem.code for problem in read_packages(content / path, max_bytes=LIMIT).problems
    ] == [code]


def test_a_package_is_the_same_after_it_was_stored() -> None:
    package = Package("arende", {"b.form": b"{}", "a.bpmn": "<å/>".encode()})

    again = Package.unpacked("arende", package.packed())

    assert again.files == package.files
    assert again.sha256 == package.sha256


def test_the_digest_tells_names_and_contents_apart() -> None:
    digests = {
        Package("x", files).sha256
        for files in (
            {"a": b"1", "b": b"2"},
            {"a": b"12", "b": b""},
            {"a": b"1b", "": b"2"},
            {"ab": b"1", "": b"2"},
        )
    }

    assert len(digests) == 4
