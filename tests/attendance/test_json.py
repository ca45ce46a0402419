"""Marks as JSON: columns or rows, and what is no table of texts."""

import json

import pytest

from movements.intake.attendance_json import read_attendance_json
from movements.problems import Refused

ROW = {"upn": "X001000000001", "date": "2025-09-08", "session": "AM", "mark": " / "}


def test_spaces_round_a_value_are_no_part_of_it() -> None:
    told, school = read_attendance_json(json.dumps({"rows": [ROW]}).encode(), name="marks.json")
    assert (list(told.mark.values), school) == (["/"], None)


def test_a_day_and_a_session_may_be_said_once_for_all() -> None:
    upns = [ROW["upn"], "A001000000002"]
    told = {"upn": upns, "date": " 2025-09-08", "session": "AM", "mark": ["/", " N "]}
    columns, _ = read_attendance_json(json.dumps(told).encode(), name="marks.json")
    cells = (columns.upn, columns.date, columns.session, columns.mark)
    assert [[column.cell(row) for column in cells] for row in range(len(columns))] == [
        [upns[0], "2025-09-08", "AM", "/"],
        [upns[1], "2025-09-08", "AM", "N"],
    ]


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ({"rows": [ROW | {"mark": True}]}, "mark", "not_text"),
        ({"rows": [ROW, ROW | {"mark": ["/"]}]}, "mark", "not_text"),
        ({"rows": [ROW], "upn": []}, "upn", "not_rows"),
        ({"rows": [ROW | {"name": "A"}]}, "name", "unknown_field"),
        ({"school": 900001, "rows": [ROW]}, "school", "not_text"),
        ({**ROW, "upn": [ROW["upn"]], "mark": ["/", "/"]}, "mark", "length"),
        ({**ROW, "upn": ROW["upn"]}, "upn", "not_a_list"),
    ],
)
def test_what_is_no_table_of_texts_is_refused(told: object, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_attendance_json(json.dumps(told).encode(), name="marks.json")
    assert (field, code) in [(one.field, one.code) for one in refused.value.problems]


def test_a_number_or_nothing_is_judged_by_its_row_alone() -> None:
    rows = [ROW | {"session": 1}, ROW | {"mark": None}, ROW | {"mark": 7}, ROW]
    columns, _ = read_attendance_json(json.dumps({"rows": rows}).encode(), name="marks.json")
    told = [(columns.session.cell(row), columns.mark.cell(row)) for row in range(4)]
    assert told == [("1", "/"), ("AM", ""), ("AM", "7"), ("AM", "/")]
