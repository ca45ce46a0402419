"""intake attendance of many files or a folder, of mixed forms."""

import gzip
from pathlib import Path

from tests.commands.world import ADA, BEN, MARKS, NOBODY, SCHOOL, Office


def sent(peopled: Office) -> Path:
    folder = peopled.folder / "autumn"
    folder.mkdir()
    (folder / "1.csv").write_text(f"{MARKS}\n{ADA},14/09/2026,AM,/\n{NOBODY},14/09/2026,AM,/\n")
    wide = f"upn,Mon 14 Sep AM,Mon 14 Sep PM\n{ADA},/,\\\n{BEN},/,I\n"
    (folder / "2.csv.gz").write_bytes(gzip.compress(wide.encode()))
    (folder / "3.xml").write_text(
        f"<CTfile><CTFpupilData><Pupil><UPN>{BEN}</UPN><Attendance><YearData><AttendSessions>"
        "<AttendanceStartDate>2026-09-15</AttendanceStartDate><AttendanceMarks>/\\C1"
        "</AttendanceMarks></AttendSessions></YearData></Attendance></Pupil></CTFpupilData></CTfile>"
    )
    (folder / "notes.docx").write_bytes(b"PK")
    return folder


def take(peopled: Office, *files: object) -> tuple[int, list[str], str]:
    ran = peopled.run("intake", "attendance", *files, "--school", SCHOOL)
    return ran.code, ran.out.splitlines(), ran.err


def test_a_folder_of_mixed_forms_each_a_submission(peopled: Office) -> None:
    folder, out = sent(peopled), peopled.folder / "receipts"
    (folder / "spring.csv").mkdir()
    code, said, err = take(peopled, folder, "--out", out)
    assert code == 3
    assert "autumn: nothing was read of notes.docx, spring.csv; name a folder to read it." in err
    assert said == [
        "1.csv: 1 accepted, 0 already held, 1 refused",
        "2.csv.gz: 3 accepted, 1 already held, 0 refused",
        "3.xml: 3 accepted, 0 already held, 0 refused",
        "3 files taken in, 1 row refused",
    ]
    assert sorted(path.name for path in out.iterdir()) == ["1.csv", "2.csv", "3.xml.csv"]
    assert f"{BEN},2026-09-16,AM,C1,accepted," in (out / "3.xml.csv").read_text()
    kept = peopled.run("submissions", "--school", SCHOOL).out
    assert [name in kept for name in ("1.csv", "2.csv.gz", "3.xml")] == [True] * 3


def test_one_that_cannot_be_read_does_not_stop_the_others(peopled: Office) -> None:
    folder = sent(peopled)
    cut = peopled.file((folder / "2.csv.gz").read_bytes()[:-4], "cut.csv.gz")
    code, said, err = take(peopled, folder / "2.csv.gz", cut)
    assert (code, said[-1]) == (
        3,
        "1 file taken in, 0 rows refused, 1 file could not be read",
    )
    assert "cut.csv.gz: cut.csv.gz is a gzip file that was cut off" in err
    assert take(peopled, cut, cut, folder / "none.csv")[0] == 2


def test_a_dry_run_of_many_changes_nothing(peopled: Office) -> None:
    folder, head = sent(peopled), peopled.head()
    code, said, _ = take(peopled, folder, "--dry-run")
    assert (code, peopled.head()) == (3, head)
    assert said[0].endswith("refused (a dry run)")


def test_two_files_of_one_name_have_receipts_of_their_own(peopled: Office) -> None:
    one, other = (peopled.folder / name for name in ("a", "b"))
    for folder, half in ((one, "AM"), (other, "PM")):
        folder.mkdir()
        (folder / "marks.csv").write_text(f"{MARKS}\n{ADA},14/09/2026,{half},L\n")
    out = peopled.folder / "receipts"
    assert take(peopled, one, other / "marks.csv", "--out", out)[0] == 0
    assert sorted(path.name for path in out.iterdir()) == ["1-marks.csv", "2-marks.csv"]


def test_where_receipts_cannot_go_is_found_out_first(peopled: Office) -> None:
    folder, head = sent(peopled), peopled.head()
    empty = peopled.folder / "empty"
    empty.mkdir()
    for out, words in (
        (folder, "would overwrite the files"),
        (folder / "1.csv", "--out names a folder"),
    ):
        code, _, err = take(peopled, folder, "--out", out)
        assert code == 2
        assert words in " ".join(err.split())
    assert take(peopled, empty)[0] == 2
    assert peopled.head() == head
