"""Papers: which files may be one, and that the store keeps each as it was sent."""

import hashlib
import stat
from pathlib import Path

import pytest

from movements.attachments import ENDINGS, PaperLost, Store, checked, ending_of, media_type
from movements.problems import Refused
from tests.movements.papers import JPEG, PDF, PNG, TEXT, docx, odt, zipped

GOOD = {
    "letter.pdf": (PDF, "application/pdf"),
    "scan.PNG": (PNG, "image/png"),
    "photo.jpeg": (JPEG, "image/jpeg"),
    "photo.jpg": (JPEG, "image/jpeg"),
    "note.txt": (TEXT, "text/plain"),
    "plan.docx": (docx(), ENDINGS and [*ENDINGS][3]),
    "plan.odt": (odt(), [*ENDINGS][4]),
}
BAD = {
    "an empty file": (b"", "a.pdf", "missing"),
    "a program": (b"MZ\x90\x00\x03", "a.pdf", "file_type"),
    "a program called text": (b"MZ\x90\x00\x03", "a.txt", "file_type"),
    "a page called a PDF": (b"<html><script>1</script>", "a.pdf", "file_type"),
    "a page called a page": (b"<html><script>1</script>", "a.html", "file_type"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "file_type"),
    "a PDF called a picture": (PDF, "a.png", "file_type"),
    "a PDF without an ending": (PDF, "letter", "file_type"),
    "a PDF with two endings": (PDF, "letter.pdf.exe", "file_type"),
    "a ZIP": (zipped(a="b"), "a.docx", "file_type"),
    "a ZIP cut short": (docx()[:60], "a.docx", "file_type"),
    "a document with a program": (docx(word__vbaProject_dot_bin="x"), "a.docx", "file_type"),
    "a text with a program": (odt(Basic__script_dot_xml="x"), "a.odt", "file_type"),
    "a sheet": (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.odt",
                "file_type"),
    "letters of no alphabet": (b"\xff\xfe\x00a", "a.txt", "file_type"),
    "blank text": (b" \n\t\n", "a.txt", "file_type"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_paper_is_known_by_what_is_in_it(name: str) -> None:
    data, kind = GOOD[name]
    assert media_type(data) == kind
    assert checked(data, name) == kind


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_paper_is_refused(what: str) -> None:
    data, name, code = BAD[what]
    with pytest.raises(Refused) as refused:
        checked(data, name)
    assert [(p.field, p.code) for p in refused.value.problems] == [("file", code)]


@pytest.mark.parametrize(("size", "taken"), [(99, True), (100, True), (101, False)])
def test_a_paper_is_no_longer_than_may_be(size: int, taken: bool) -> None:
    data = PDF + b" " * (size - len(PDF))
    if taken:
        assert checked(data, "a.pdf", 100) == "application/pdf"
        return
    with pytest.raises(Refused, match="at most"):
        checked(data, "a.pdf", 100)


def test_every_type_has_an_ending_and_an_unknown_one_a_plain_one() -> None:
    assert {ending_of(kind) for kind in ENDINGS} == {"pdf", "png", "jpg", "docx", "odt", "txt"}
    assert ending_of("text/html") == "bin"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "register.db.attachments")


def test_a_paper_lies_under_its_hash_for_nobody_else_to_read(store: Store) -> None:
    name = store.keep(PDF)
    assert name == hashlib.sha256(PDF).hexdigest() == Store.name_of(PDF)
    [path] = [p for p in store.folder.rglob("*") if p.is_file()]
    assert path == store.folder / name[:2] / name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (store.read(name), store.size(name), [*store.held()]) == (PDF, len(PDF), [name])


def test_the_same_paper_again_is_not_written_again(store: Store) -> None:
    name = store.keep(PDF)
    before = (store.folder / name[:2] / name).stat().st_mtime_ns
    assert store.keep(PDF) == name
    assert (store.folder / name[:2] / name).stat().st_mtime_ns == before
    assert len([p for p in store.folder.rglob("*") if p.is_file()]) == 1


def test_a_paper_changed_or_gone_is_never_handed_out(store: Store) -> None:
    name = store.keep(PDF)
    (store.folder / name[:2] / name).write_bytes(PDF + b"and another clause")
    with pytest.raises(PaperLost, match="changed"):
        store.read(name)
    with pytest.raises(PaperLost, match="changed"):
        store.keep(PDF)
    store.drop(name)
    with pytest.raises(PaperLost, match="not in"):
        store.read(name)
    assert [*store.held()] == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "A" * 64, "0" * 63 + "/"])
def test_only_a_hash_names_a_paper(store: Store, name: str) -> None:
    with pytest.raises(PaperLost):
        store.read(name)


def test_what_else_lies_in_the_folder_is_no_paper(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.keep(PDF)
    (tmp_path / kept[:2] / "notes.txt").write_text("left by somebody")
    assert list(store.held()) == [kept]
