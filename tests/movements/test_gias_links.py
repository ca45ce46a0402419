"""GIAS's links file: what is read of it, and what is wrong with a row."""

from datetime import date
from pathlib import Path

import pytest

from movements.gias import Extract
from movements.gias_links import Link, LinksFile, read_gias, read_links
from movements.intake.plain_text import Unreadable
from tests.movements.gias_rows import text_of

HEAD = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"


def read(*rows: str) -> LinksFile:
    return read_links((HEAD + "\n".join(rows)).encode())


@pytest.mark.parametrize(
    "rows",
    [
        ["900001,900002,Alder Academy,Successor,01-09-2018"],
        ["900002,900001,Alder School,Predecessor,01-09-2018"],
        [
            "900001,900002,Alder Academy,Successor,31-08-2018",
            "900002,900001,Alder School,predecessor,01/09/2018",
        ],
    ],
)
def test_a_pair_is_told_by_either_school_or_by_both(rows: list[str]) -> None:
    file = read(*rows)
    assert file.links == (Link("900001", "900002", plain=True, since=date(2018, 9, 1)),)
    assert file.successors + file.predecessors == len(rows)
    assert file.problems == ()


@pytest.mark.parametrize(
    "kind", ["Successor - merged", "Successor - amalgamated", "Successor - Split School"]
)
def test_a_merger_or_split_told_by_one_of_the_two_is_no_plain_successor(kind: str) -> None:
    file = read(
        "900001,900002,A,Successor,", f"900001,900002,A,{kind},", "900009,900001,B,Expansion,"
    )
    assert file.links == (Link("900001", "900002", plain=False),)
    assert (file.successors, file.predecessors, file.others) == (2, 0, {"Expansion": 1})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_links_file_comes_in_any_usual_encoding(encoding: str, separator: str) -> None:
    text = (HEAD + "\n900001,900002,École Saint-Père,Successor,31-12-1899\n").replace(
        ",", separator
    )
    assert read_links(text.encode(encoding)).links == (Link("900001", "900002", plain=True),)


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("90001,900002,A,Successor,", "URN", "a URN is 6 digits"),
        ("900001,,A,Successor,", "LinkURN", "a URN is 6 digits"),
        ("900001,900001,A,Successor,", "LinkURN", "links a school to itself"),
        ("900001,900002,A,,", "LinkType", "is empty"),
        ("900001,900002,A,Successor,44075", "LinkEstablishedDate", "serial number"),
        ("900001,900002,A,Successor,31-02-2020", "LinkEstablishedDate", "no calendar has"),
        (
            "900001,900002,A, B and C,Successor,31-08-2018",
            "",
            "put a name that has a comma in quotation marks",
        ),
        ("900008,900007,A,Successor,", "LinkType", "An earlier row has 900007 before 900008"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_line_and_the_others_kept(
    row: str, field: str, says: str
) -> None:
    file = read("900007,900008,A,Successor,", "", row, '900005,900006,"A, B",Successor,')
    assert [(link.before, link.after) for link in file.links] == [
        ("900007", "900008"),
        ("900005", "900006"),
    ]
    assert {line for line, _ in file.problems} == {4}
    assert any(p.field == field and says in p.message for _, p in file.problems)


def test_the_two_sorts_of_gias_file_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    assert isinstance(read_gias((HEAD + "900001,900002,A,Successor,").encode()), LinksFile)
    assert isinstance(read_gias(text_of({}).encode()), Extract)
    with pytest.raises(Unreadable, match="not a GIAS extract: it has no column URN"):
        read_gias(b"upn,surname\nA1,Smith\n")


def test_an_extract_in_the_place_of_the_links_is_told_so() -> None:
    with pytest.raises(Unreadable, match="not a GIAS links file: it lacks one of the columns URN"):
        read_links(text_of({}).encode())


def test_a_links_file_without_rows_is_no_mistake() -> None:
    assert read().links == ()
