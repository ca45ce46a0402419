"""Files that cannot be read, at each command that takes one: a sentence, exit code 2, no change."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.world import ADA, MARKS, MOVES, SCHOOL, Office, roll

COMMANDS = {
    "pupils": ("intake", "pupils", "FILE", "--school", SCHOOL),
    "movements": ("intake", "movements", "FILE", "--school", SCHOOL),
    "attendance": ("intake", "attendance", "FILE", "--school", SCHOOL),
    "schools": ("schools", "FILE"),
    "terms": ("terms", "FILE"),
}
GOOD = {
    "pupils": roll(ADA),
    "movements": f"{MOVES}\nsuspension,{ADA},2026-09-14,,Zoë,2,DB",
    "attendance": f"{MARKS}\n{ADA},14/09/2026,AM,/\n{ADA},14/09/2026,2,\\",
    "terms": "place_or_la,kind,from,to\n999,term,2026-09-02,2026-10-23",
}


def workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


UNREADABLE = [
    ("an empty file", b"", "sent.csv is empty"),
    ("nothing but blank lines", b"\r\n \r\n", "sent.csv is empty"),
    ("a workbook", workbook(), "Excel workbook"),
    ("an old workbook", b"\xd0\xcf\x11\xe0" + bytes(512), "Excel"),
    ("a PDF", b"%PDF-1.7 " + bytes(range(256)), "PDF"),
    ("a binary file", bytes(range(256)) * 40, "binary"),
    ("a database", b"SQLite format 3\0" + bytes(100), "is a database"),
    ("a web page", b"<!doctype html><p>Sign in to download", "web page"),
    ("other columns", b"colour,size\nred,9\n", "no column"),
    ("only a number", b"1\n", "column"),
]


def sent(office: Office, command: str, path: Path | str) -> tuple[int, str]:
    """The exit code and what was said of a file."""
    words = [str(path) if word == "FILE" else word for word in COMMANDS[command]]
    ran = office.run(*words)
    return ran.code, ran.err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("content", "words"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE]
)
def test_what_is_no_such_file_is_said_to_be_none(
    command: str, content: bytes, words: str, office: Office
) -> None:
    before = office.head()
    code, said = sent(office, command, office.file(content))
    assert code == 2
    assert words in said
    assert said.count("\n") == 1, "one sentence, on one line"
    assert office.head() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_or_is_a_folder(command: str, office: Office) -> None:
    assert sent(office, command, "nowhere.csv") == (
        2,
        "There is no file nowhere.csv: check its name and folder.\n",
    )
    code, said = sent(office, command, office.folder)
    assert code == 2
    # Attendance takes the files in a folder; this one has none of marks.
    empty = f"The folder {office.folder} has no file of marks"
    other = f"{office.folder.name} is a folder: name the file in it.\n"
    assert (empty if command == "attendance" else other) in said


CHANGES: dict[str, Callable[[str], bytes]] = {
    "BOM": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "cp1252": lambda text: text.replace("Pupil", "Zoë").encode("cp1252"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "blank lines": lambda text: ("\r\n" + text.replace("\n", "\r\n\r\n") + "\r\n\r\n").encode(),
    "capitals": lambda text: text.replace("upn,", "UPN,").replace("kind,", "Kind,").encode(),
}


@pytest.mark.parametrize("command", GOOD)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_spreadsheets_do_to_a_file_is_read_all_the_same(
    command: str, change: Callable[[str], bytes], peopled: Office
) -> None:
    code, said = sent(peopled, command, peopled.file(change(GOOD[command])))
    assert code == 0, said


@pytest.mark.parametrize("change", [*CHANGES][:6])
def test_an_extract_of_schools_in_any_of_these(
    change: str, office: Office, authority: Path
) -> None:
    text = (authority / "schools.csv").read_text(encoding="utf-8")
    code, said = sent(office, "schools", office.file(CHANGES[change](text)))
    assert code == 0, said
