"""The only room of the reports that queries: a setting and a year in, typed frames out.

Each row of a frame is one thing that happened to one pupil and what became of it by the data day;
`SCHEMAS` says what each column holds. Measures read frames and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from movements.attendance import rates_within
from movements.bearers import identifiers_of
from movements.entry import Entry, EntryRow
from movements.identifiers import is_synthetic_upn
from movements.linked import links
from movements.places import PlaceFacts, place_facts
from movements.register import by_pupil, entries
from movements.school_days import calendar_of
from reports.follow_up.leavers import LeaverRow, leaver_rows
from reports.follow_up.outreach import OutreachRow, outreach_row
from reports.follow_up.placements import PlacementRow, before, during, placement_row
from reports.follow_up.returns import ReturnRow, return_row, returned_on, terms_after
from reports.follow_up.setting import HALF_YEAR, Setting, Window
from reports.follow_up.voice import VoiceRow, voice_rows
from reports.school_weeks import SchoolWeeks
from reports.timeline import OPENING, Stay, Step, Timeline

if TYPE_CHECKING:
    import pandas as pd

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
    ("possible_before", "attended_before", "possible_during", "attended_during"), "Int64"
)
"""Sessions in the 26 school weeks before a placement and in its first 26."""


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
        rows = _Found(session, Setting(one.id, weeks, places), own, first, last, on)
        made[one.id] = rows.frames(synthetic=one.la_code == "999" or synthetic)
    return made


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


def _frame(name: str, rows: Sequence[Any]) -> pd.DataFrame:
    import pandas as pd

    schema = SCHEMAS[name]
    data = [row if isinstance(row, dict) else vars(row) for row in rows]
    return pd.DataFrame(data, columns=list(schema), dtype=object).astype(schema)


class _Found:
    """The rows of each frame, from time lines already read."""

    def __init__(
        self,
        session: Session,
        setting: Setting,
        lines: Sequence[Timeline],
        first: date,
        last: date,
        on: date,
    ) -> None:
        self.session = session
        self.setting = setting
        self.first, self.last, self.on = first, last, on
        self.lines = lines
        self.stays = {line.pupil: line.stays_at(setting.id, setting.weeks) for line in lines}

    def frames(self, *, synthetic: bool) -> Frames:
        """Every frame of the setting."""
        return Frames(
            placements=_frame("placements", self.placements()),
            returns=_frame("returns", self.returns()),
            outreach=_frame("outreach", self.outreach()),
            leavers=_frame("leavers", self.leavers()),
            pupil_voice=_frame("pupil_voice", self.voice("pupil")),
            parent_voice=_frame("parent_voice", self.voice("parent")),
            synthetic=synthetic,
            weeks=self.setting.weeks,
        )

    def _each(self, since: date) -> Iterator[tuple[Timeline, Stay]]:
        for line in self.lines:
            for stay in self.stays[line.pupil]:
                if since <= stay.since <= self.last:
                    yield line, stay

    def placements(self) -> list[dict[str, Any]]:
        """Each stay that may fall due in the year, with its sessions before and during."""
        each = list(self._each(self.first - _LONGEST_FOLLOW_UP))
        windows = [w(line, stay, self.setting) for line, stay in each for w in (before, during)]
        sessions = self._sessions(windows)
        rows = []
        for (line, stay), earlier, later in zip(each, sessions[::2], sessions[1::2], strict=True):
            row = vars(placement_row(line, stay, self.setting, self.on))
            rows.append(row | dict(zip(ATTENDANCE_COLUMNS, earlier + later, strict=True)))
        return rows

    def returns(self) -> list[ReturnRow]:
        """Each return that falls due in the year, with what its attendance says."""
        found = [
            (line, stay, back)
            for line, stay in self._each(date.min)
            if (back := returned_on(line, stay, self.setting)) and self._falls_due(back)
        ]
        windows = [w for line, _, back in found for w in terms_after(line, back, self.setting)]
        sessions = self._sessions(windows)
        poor = [possible >= ENOUGH_SESSIONS and attended < possible * _HALF
                for possible, attended in sessions]  # fmt: skip
        return [
            return_row(line, stay, back, self.setting, poor[2 * n] or poor[2 * n + 1])
            for n, (line, stay, back) in enumerate(found)
        ]

    def _falls_due(self, back: date) -> bool:
        return self.first <= self.setting.weeks.after(back, HALF_YEAR) <= self.last

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

    def _sessions(self, windows: Sequence[Window]) -> list[tuple[int, int]]:
        """Possible and attended sessions of each window up to the data day, over all registers."""
        cut = [(w.pupil, w.first, min(w.last, self.on)) for w in windows]
        counted = [n for n, (_, first, last) in enumerate(cut) if first <= last]
        totals = [(0, 0)] * len(cut)
        if counted:
            counts = rates_within(self.session, [cut[n] for n in counted])
            pairs = zip(counts.possible.tolist(), counts.attended.tolist(), strict=True)
            for n, pair in zip(counted, pairs, strict=True):
                totals[n] = pair
        return totals
