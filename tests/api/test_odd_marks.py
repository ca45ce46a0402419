"""Odd bodies of marks: each is read, or refused with a sentence; none in part, and none breaks."""

import gzip
import json

import pytest

from tests.api.world import AMY, BEN, BROOK, World

DAY = "2025-12-08"
HEAD = "upn,date,session,mark\n"
ROWS = f"{AMY},{DAY},AM,/\n{BEN},{DAY},AM,D\n"
GOOD = {"date": DAY, "session": "AM", "upn": [AMY], "mark": ["/"]}
CTF = (
    "<CTfile><Header><CTFversion>24</CTFversion></Header><CTFpupilData><Pupil>"
    f"<UPN>{AMY}</UPN><YearData><AttendanceStartDate>{DAY}</AttendanceStartDate>"
    "<AttendanceMarks>{}</AttendanceMarks></YearData></Pupil></CTFpupilData></CTfile>"
)


def sent(world: World, body: bytes, sort: str = "text/csv", who: str = "brook"):  # type: ignore[no-untyped-def]
    return world.ask(who, "POST", "/attendance", content=body, headers={"Content-Type": sort})


READ = {
    "byte order mark": b"\xef\xbb\xbf" + (HEAD + ROWS).encode(),
    "UTF-16": (HEAD + ROWS).encode("utf-16"),
    "UTF-16 without a mark": (HEAD + ROWS).encode("utf-16-le"),
    "UTF-32": (HEAD + ROWS).encode("utf-32"),
    "semicolons": (HEAD + ROWS).replace(",", ";").encode(),
    "tabs": (HEAD + ROWS).replace(",", "\t").encode(),
    "every line end": f"{HEAD[:-1]}\r\n{ROWS}".replace("AM,/\n", "AM,/\r").encode(),
    "NUL at the end": (HEAD + ROWS).encode() + b"\0" * 50,
    "gzip": gzip.compress((HEAD + ROWS).encode()),
    "sep line": ("sep=;\n" + (HEAD + ROWS).replace(",", ";")).encode(),
}


@pytest.mark.parametrize("form", READ)
def test_whatever_program_saved_it_both_marks_are_taken_in(world: World, form: str) -> None:
    answer = sent(world, READ[form])
    assert (answer.status, answer.body["accepted"], answer.body["refused"]) == (201, 2, 0)


SPOILT = {
    "a cell of 200,000 letters": f"{AMY},{DAY},PM,{'x' * 200_000}\n",
    "and in quotation marks": f'{AMY},{DAY},PM,"{"x" * 200_000}"\n',
    "a quotation mark left open": f'"{AMY},{DAY},PM,/\n',
    "a row of 100,000 cells": f"{AMY},{DAY},PM,/{',x' * 100_000}\n",
    "NUL in a cell": f"{AMY},{DAY},PM,\0/\n",
    "a mark twice": f"{AMY},{DAY},PM,//\n",
    "the day nought": f"{AMY},0000-00-00,PM,/\n",
    "a day of the year 1": f"{AMY},0001-01-01,PM,/\n",
    "a day before the register's time": f"{AMY},1989-12-29,PM,/\n",
    "a day far ahead": f"{AMY},9999-12-31,PM,/\n",
    "a negative number for a day": f"{AMY},-1,PM,/\n",
    "no number for a day": f"{AMY},NaN,PM,/\n",
    "digits of another script": f"{AMY},٢٠٢٥-١٢-٠٨,PM,/\n",
    "a superscript for a session": f"{AMY},{DAY},²,/\n",
}


@pytest.mark.parametrize("row", SPOILT)
def test_a_row_that_cannot_be_read_goes_back_and_the_others_are_kept(
    world: World, row: str
) -> None:
    answer = sent(world, (HEAD + ROWS + SPOILT[row]).encode())
    assert (answer.status, answer.body["accepted"], answer.body["refused"]) == (201, 2, 1)
    told = world.ask("brook", "GET", answer.body["receipt"].removeprefix("/api/v1")).body
    ((problem,),) = [one["problems"] for one in told["problems"]]
    assert (told["problems"][0]["line"], problem["message"][-1]) == (4, ".")


def test_a_cell_of_too_many_letters_in_the_first_row_spoils_that_row_alone(world: World) -> None:
    first = f"{AMY},{DAY},PM,{'x' * 200_000}\n"
    answer = sent(world, (HEAD + first + ROWS).encode())
    assert (answer.status, answer.body["accepted"], answer.body["refused"]) == (201, 2, 1)


REFUSED = {
    "a column twice": (f"upn,date,session,mark,mark\n{ROWS}".encode(), "more than once"),
    "no line of names": (ROWS.encode(), "no line of column names"),
    "100,000 columns": (f"{','.join(f'c{n}' for n in range(100_000))}\n{ROWS}".encode(), "100,000"),
    "a million without a name": (b"," * 1_000_000 + b"\n" + ROWS.encode(), "1,000,001 columns"),
    "a gzip cut off": (gzip.compress((HEAD + ROWS).encode())[:-5], "cut off"),
    "a gzip of too much": (gzip.compress(b"0" * 210_000_000), "over 200 MB"),
    "a CTF of entities": (b'<!DOCTYPE CTfile [<!ENTITY a "b">]><CTfile>&a;</CTfile>', "entities"),
    "a CTF cut off": (CTF.format("/\\").encode()[:-1], "cut off"),
    "nothing": (b"", "empty"),
    "blank lines": (b"\n" * 100_000, "empty"),
    "a binary file": (bytes(range(256)) * 40, "binary"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_what_can_only_be_read_in_part_is_refused_whole(world: World, form: str) -> None:
    body, words = REFUSED[form]
    answer = sent(world, body)
    assert (answer.status, words in answer.body["problems"][0]["message"]) == (400, True)


def test_a_string_of_more_marks_than_a_year_has_goes_back_as_one(world: World) -> None:
    answer = sent(world, CTF.format("/\\" * 500_000).encode())
    assert (answer.status, answer.body["accepted"], answer.body["refused"]) == (201, 0, 1)


NOT_JSON = {
    "a name twice": b'{"upn":["a"],"upn":["b"],"date":"x","session":"AM","mark":["/"]}',
    "a name twice in a row": b'{"rows":[{"upn":"a","upn":"b"}]}',
    "not a number": b'{"upn":NaN}',
    "nested deep": b"[" * 200_000,
    "nested deep in objects": b'{"a":' * 100_000,
    "half a character": json.dumps(GOOD | {"mark": ["\ud800"]}).encode(),
    "half a character in bytes": json.dumps(GOOD).encode().replace(b'"/"', b'"\xed\xa0\x80"'),
    "half a character in a name": json.dumps({"rows": [{"school": BROOK, "\ud800": 1}]}).encode(),
    "a number of 10,000 digits": b'{"upn": ' + b"9" * 10_000 + b"}",
    "cut off": json.dumps(GOOD).encode()[:-3],
    "a list": b"[1]",
    "a text": b'"x"',
    "nothing": b"",
    "gzip": gzip.compress(json.dumps(GOOD).encode()),
}


@pytest.mark.parametrize("who", ["brook", "la330"])
@pytest.mark.parametrize("form", NOT_JSON)
def test_json_that_is_none_or_says_two_things_is_refused_whole(
    world: World, form: str, who: str
) -> None:
    answer = sent(world, NOT_JSON[form], "application/json", who)
    [problem] = answer.body["problems"]
    assert (answer.status, problem["message"][:8]) == (400, "The body")


@pytest.mark.parametrize("value", [None, 1, True, {}, [None], [[]], [1], ["x", "y"], "x"])
@pytest.mark.parametrize("name", [*GOOD, "school", "rows"])
def test_values_of_another_sort_say_what_to_mend(world: World, name: str, value: object) -> None:
    body = json.dumps(GOOD | {name: value}).encode()
    for who in ("brook", "la330"):
        answer = sent(world, body, "application/json", who)
        assert answer.status in (201, 400, 422)
        assert answer.status == 201 or all(one["message"] for one in answer.body["problems"])


@pytest.mark.parametrize("sort", ["", "text/plain", "multipart/form-data", "TEXT/CSV", "a/b;c=d"])
def test_a_body_of_another_sort_than_it_says_is_refused_and_no_sort_is_json(
    world: World, sort: str
) -> None:
    is_csv = sort.lower() == "text/csv"
    assert sent(world, (HEAD + ROWS).encode(), sort).status == (201 if is_csv else 400)
    assert sent(world, json.dumps(GOOD).encode(), sort).status == (400 if is_csv else 201)


def test_json_in_utf_16_or_with_a_byte_order_mark_is_read(world: World) -> None:
    text = json.dumps(GOOD)
    for body in (text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        assert sent(world, body, "application/json").body["refused"] == 0
