"""The only room of the reports that queries: a setting and a year in, typed frames out.

Each row of a frame is one thing that happened to one pupil and what became of it by the data day;
`SCHEMAS` says what each column holds. Measures read frames and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from movements import marks
from movements.attendance import sessions
from movements.bearers import identifiers_of
from movements.entry import Entry, EntryRow
from movements.identifiers import is_synthetic_upn
from movements.linked import links
from movements.places import PlaceFacts, place_facts
from movements.planes import Planes
from movements.register import by_pupil, entries
from movements.school_days import calendar_of
from reports.follow_up.leavers import LeaverRow, leaver_rows
from reports.follow_up.outreach import OutreachRow, outreach_row
from reports.follow_up.placements import PlacementRow, before, during, early, placement_row
from reports.follow_up.returns import ReturnRow, return_row, returned_on, terms_after
from reports.follow_up.setting import HALF_YEAR, Setting, Window
from reports.follow_up.voice import VoiceRow, voice_rows
from reports.school_weeks import SchoolWeeks
from reports.timeline import OPENING, Stay, Step, Timeline

if TYPE_CHECKING:
    import pandas as pd

SessionsIn = Mapping[Window, tuple[int, int]]
"""The possible and the attended sessions of each window."""
_NAMING = OPENING | {"outreach", "voice_asked"}
"""Kinds whose entries may name the setting though another place recorded them."""
_PLACE = re.compile(r'"(s_\w+)"')
_LONGEST_FOLLOW_UP = timedelta(days=550)
_HALF = 0.5
ENOUGH_SESSIONS = 40
"""Possible sessions a pupil must have on a side for their attendance there to be read."""
_DTYPES: dict[Any, str] = {
    kind: dtype
    for one, dtype in (
        (str, "string"),
        (int, "Int64"),
        (float, "Float64"),
        (bool, "boolean"),
        (date, "datetime64[s]"),
        (tuple[int, ...], "object"),
    )
    for kind in (one, one | None)
}
_ROWS: dict[str, type] = {
    "placements": PlacementRow,
    "returns": ReturnRow,
    "outreach": OutreachRow,
    "leavers": LeaverRow,
    "pupil_voice": VoiceRow,
    "parent_voice": VoiceRow,
}
ATTENDANCE_COLUMNS = dict.fromkeys(
    (
        *("possible_before", "attended_before", "possible_during", "attended_during"),
        *("possible_early", "attended_early"),
    ),
    "Int64",
)
"""Sessions in the 26 school weeks before a placement, in its first 26, and in the earlier 13 of
those before."""


_AROUND = (before, during, early)
"""The windows of a stay of which marks are counted, as ATTENDANCE_COLUMNS has them."""


def _schema(row: type) -> dict[str, str]:
    return {field.name: _DTYPES[field.type] for field in fields(row)}


SCHEMAS: dict[str, dict[str, str]] = {name: _schema(row) for name, row in _ROWS.items()}
"""Frame -> column -> type. Days are `datetime64[s]`; truths may be unknown."""
SCHEMAS["placements"] |= ATTENDANCE_COLUMNS


@dataclass(frozen=True)
class Frames:
    """What happened to a setting's pupils, and whether any of them is invented."""

    placements: pd.DataFrame
    returns: pd.DataFrame
    outreach: pd.DataFrame
    leavers: pd.DataFrame
    pupil_voice: pd.DataFrame
    parent_voice: pd.DataFrame
    synthetic: bool
    weeks: SchoolWeeks


def frames(session: Session, place: PlaceFacts, first: date, last: date, on: date) -> Frames:
    """The frames of a setting for follow-ups that fall due from first to last.

    As known now; what took effect after the data day `on` is left out.
    """
    return frames_of_all(session, [place], first, last, on)[place.id]


def frames_of_all(
    session: Session, settings: Sequence[PlaceFacts], first: date, last: date, on: date
) -> dict[str, Frames]:
    """The frames of many settings by id, in one pass: each pupil is read and followed once."""
    pupils = _pupils_of(session, {one.id for one in settings})
    found = entries(session, sorted(set().union(*pupils.values())))
    places = place_facts(session, _places_in(found) | set(pupils))
    lines = {pupil: Timeline.of(pupil, of_one, on) for pupil, of_one in by_pupil(found)}
    synthetic = _any_synthetic(session, lines)
    made = {}
    for one in settings:
        weeks = SchoolWeeks(calendar_of(session, one.id, one.la_code), first)
        own = [lines[pupil] for pupil in sorted(pupils[one.id] & set(lines))]
        made[one.id] = _Found(Setting(one.id, weeks, places), own, first, last, on)
    held = sessions_in(session, {w for found in made.values() for w in found.windows()}, on)
    rows = {place: found.rows(held) for place, found in made.items()}
    tables = {name: _tables(name, [one[name] for one in rows.values()]) for name in SCHEMAS}
    return {
        one.id: Frames(
            **{name: table[number] for name, table in tables.items()},
            synthetic=one.la_code == "999" or synthetic,
            weeks=made[one.id].setting.weeks,
        )
        for number, one in enumerate(settings)
    }


def sessions_in(session: Session, windows: Collection[Window], on: date) -> SessionsIn:
    """Possible and attended sessions of windows up to the data day, over all registers at once.

    The marks are read once and counted by bit planes.
    """
    cut = {w: min(w.last, on) for w in windows if w.first <= min(w.last, on)}
    if not cut:
        return dict.fromkeys(windows, (0, 0))
    whose = sorted({w.pupil for w in cut})
    held = sessions(session, whose, min(w.first for w in cut), max(cut.values()))
    row_of = {pupil: row for row, pupil in enumerate(held.pupil_ids)}
    # Two sessions a day, in order of time.
    packed = held.marks.reshape(len(held.pupil_ids), -1)
    at = [
        (row_of[w.pupil], 2 * bisect_left(held.days, w.first), 2 * bisect_right(held.days, last))
        for w, last in cut.items()
    ]
    planes = Planes.of(packed, marks.possible, marks.attended)
    possible, attended = planes.within(*np.array(at, dtype=np.int64).T)
    counted = zip(possible.tolist(), attended.tolist(), strict=True)
    return dict.fromkeys(windows, (0, 0)) | dict(zip(cut, counted, strict=True))


def _pupils_of(session: Session, places: set[str]) -> dict[str, set[str]]:
    """By place, the pupils with an entry of its own, or one of another place's that names it."""
    names: ColumnElement[bool] = col(EntryRow.kind).in_(_NAMING)
    if len(places) == 1:
        names = and_(names, col(EntryRow.details).contains(*places, autoescape=True))
    query = select(EntryRow.pupil_id, EntryRow.place_id, EntryRow.details).where(
        col(EntryRow.pupil_id).is_not(None), col(EntryRow.place_id).in_(places) | names
    )
    found: dict[str, set[str]] = {place: set() for place in places}
    for pupil, place, details in session.exec(query):
        for named in {place, *_PLACE.findall(details or "")} & places:
            found[str(named)].add(str(pupil))
    return found


def _places_in(found: Iterable[Entry]) -> set[str]:
    named = {entry.place_id for entry in found}
    named |= {entry.answers().get("place") for entry in found if entry.kind in OPENING}
    return {place for place in named if place}


def _given_by(outreach: Step) -> str | None:
    """The setting that gave outreach: the one its entry names, else the one that recorded it."""
    named: str | None = outreach.movement.value("setting")
    return named or outreach.entry.place_id


def _any_synthetic(session: Session, pupils: Iterable[str]) -> bool:
    records = links(session).every_record(pupils)
    return any(is_synthetic_upn(one.value) for one in identifiers_of(session, records))


def _tables(name: str, parts: Sequence[Sequence[Any]]) -> list[pd.DataFrame]:
    """A frame of each part: made as one and cut, since a column costs more than its rows."""
    import pandas as pd

    schema = SCHEMAS[name]
    data = [row if isinstance(row, dict) else vars(row) for rows in parts for row in rows]
    whole = pd.DataFrame(data, columns=list(schema), dtype=object).astype(schema)
    ends = [*accumulate(len(rows) for rows in parts)]
    return [whole.iloc[end - len(rows) : end] for rows, end in zip(parts, ends, strict=True)]


class _Found:
    """The rows of each frame, from time lines already read."""

    def __init__(
        self, setting: Setting, lines: Sequence[Timeline], first: date, last: date, on: date
    ) -> None:
        self.setting = setting
        self.first, self.last, self.on = first, last, on
        self.lines = lines
        self.stays = {line.pupil: self._stays_of(line) for line in lines}
        self.stayed = [*self._each(self.first - _LONGEST_FOLLOW_UP)]
        self.back = [
            (line, stay, back)
            for line, stay in self._each(date.min)
            if (back := returned_on(line, stay, setting)) and self._falls_due(back)
        ]

    def _stays_of(self, line: Timeline) -> list[Stay]:
        """Of a school used as AP the placements and directions alone: others are its own pupils."""
        stays = line.stays_at(self.setting.id, self.setting.weeks)
        used = self.setting.places[self.setting.id].is_used_as_ap
        return [stay for stay in stays if stay.kind in OPENING] if used else stays

    def _each(self, since: date) -> Iterator[tuple[Timeline, Stay]]:
        for line in self.lines:
            for stay in self.stays[line.pupil]:
                if since <= stay.since <= self.last:
                    yield line, stay

    def _falls_due(self, back: date) -> bool:
        return self.first <= self.setting.weeks.after(back, HALF_YEAR) <= self.last

    def windows(self) -> Iterator[Window]:
        """The days over which marks are counted: around each stay, and after each return."""
        for line, stay in self.stayed:
            yield from (of(line, stay, self.setting) for of in _AROUND)
        for line, _, back in self.back:
            yield from terms_after(line, back, self.setting)

    def rows(self, held: SessionsIn) -> dict[str, Sequence[Any]]:
        """The rows of every frame, from the sessions of all windows."""
        return {
            "placements": [self._placement(line, stay, held) for line, stay in self.stayed],
            "returns": [self._return(line, stay, back, held) for line, stay, back in self.back],
            "outreach": self.outreach(),
            "leavers": self.leavers(),
            "pupil_voice": self.voice("pupil"),
            "parent_voice": self.voice("parent"),
        }

    def _placement(self, line: Timeline, stay: Stay, held: SessionsIn) -> dict[str, Any]:
        """A stay that may fall due in the time, with its sessions before and during."""
        counted = [n for of in _AROUND for n in held[of(line, stay, self.setting)]]
        row = vars(placement_row(line, stay, self.setting, self.on))
        return row | dict(zip(ATTENDANCE_COLUMNS, counted, strict=True))

    def _return(self, line: Timeline, stay: Stay, back: date, held: SessionsIn) -> ReturnRow:
        """A return that falls due in the time, with what its attendance says."""
        terms = (held[window] for window in terms_after(line, back, self.setting))
        poor = [
            possible >= ENOUGH_SESSIONS and attended < possible * _HALF
            for possible, attended in terms
        ]
        return return_row(line, stay, back, self.setting, poor, self.on)

    def outreach(self) -> list[OutreachRow]:
        """Each episode of outreach that the setting gave, whoever recorded it."""
        return [
            outreach_row(line, step, self.setting)
            for line in self.lines
            for step in line.of_kind("outreach")
            if _given_by(step) == self.setting.id
            and self.first - _LONGEST_FOLLOW_UP <= step.on <= self.last
        ]

    def leavers(self) -> list[LeaverRow]:
        """Each leaver of Year 11 the setting counts as its own."""
        return [
            row
            for line in self.lines
            for row in leaver_rows(line, self.stays[line.pupil], self.setting)
        ]

    def voice(self, of: str) -> list[VoiceRow]:
        """Each link given to pupils, or to parents, about the setting."""
        return [row for line in self.lines for row in voice_rows(line, of, self.setting)]
