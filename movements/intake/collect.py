"""A COLLECT export taken in: rolls compared, leavers, suspensions and placements recorded.

The order is that in which each row can stand on those before: who left, who is on roll, then what
happened to them. Good rows are kept; every row of every table read is told what became of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from movements.actor import Actor
from movements.intake.collect_export import (
    EXCLUSIONS,
    LEFT,
    MEALS,
    ON_ROLL,
    PLACEMENTS,
    PUPIL_ID,
    TERM_COUNTS,
    Export,
    school_of,
)
from movements.intake.collect_leavers import take_in_leaver
from movements.intake.collect_rows import (
    PERSON,
    Told,
    called,
    exclusion,
    meals_on,
    person,
    placement,
)
from movements.intake.collect_totals import joined
from movements.intake.columns import roll_layout
from movements.intake.pupils import take_in_pupils
from movements.intake.reading import Row, Sheet
from movements.intake.receipts import IntakeReport, Outcome, Result, refused
from movements.intake.roll_rows import in_time
from movements.intake.totals import settle_totals, write_totals
from movements.intake.totals_check import check_totals
from movements.places import PlaceFacts
from movements.problems import Concern, Problem, Refused
from movements.record import Recorded, today
from movements.take_in import take_in

Progress = Callable[[int], None]
GUEST = "G"
"""The census does not return guests, so that a guest is never missing from it."""


@dataclass(frozen=True)
class CollectReport:
    """What became of each row, by table, and what the sender should know."""

    outcomes: Mapping[str, tuple[Outcome, ...]]
    notes: tuple[str, ...]

    @property
    def whole(self) -> IntakeReport:
        """The counts of all tables together."""
        return IntakeReport.of((o for table in self.outcomes.values() for o in table), self.notes)


def take_in_collect(
    session: Session,
    export: Export,
    schools: Mapping[str, PlaceFacts],
    *,
    by: Callable[[PlaceFacts], Actor],
    on: date | None = None,
    progress: Progress = lambda rows: None,
) -> CollectReport:
    """Take in what the register holds of an export.

    `schools` says which place each school of the export is, `by` who speaks for it. The rolls are
    true on `on`, else on the census day that the export tells, else today. Raises Unreadable where
    the export tells a census day that is no date.
    """
    taking = _Export(session, export, schools, by, on, progress)
    taking.meals()
    taking.leavers()
    taking.rolls()
    for table in (*EXCLUSIONS, *PLACEMENTS):
        taking.module(table)
    for table in TERM_COUNTS:
        taking.totals(table)
    return taking.report()


class _Export:
    """One export being taken in; `outcomes` are by table and line."""

    def __init__(
        self,
        session: Session,
        export: Export,
        schools: Mapping[str, PlaceFacts],
        by: Callable[[PlaceFacts], Actor],
        on: date | None,
        progress: Progress,
    ) -> None:
        self.session, self.export, self.schools, self.by = session, export, schools, by
        self.progress, self.notes = progress, list(export.notes)
        named = {school_of(row) for table in export.tables for row in export.rows(table)}
        self.day = {school: on or export.reference_day(school) for school in named}
        self.outcomes: dict[str, dict[int, Outcome]] = {table: {} for table in self._read()}
        self.free_meals: dict[str, bool | None] = {}
        self.pupils = {table: _by_id(export.rows(table), PUPIL_ID[table]) for table in PUPIL_ID}
        self.notes += [
            f"The export has no school {school}: nothing was sent for {place.name}."
            for school, place in schools.items()
            if school not in named
        ]

    def _read(self) -> list[str]:
        order = (ON_ROLL, LEFT, *EXCLUSIONS, *PLACEMENTS, *TERM_COUNTS, *MEALS)
        return [table for table in order if table in self.export.tables]

    def told(self, table: str, outcome: Outcome) -> None:
        """Note what became of a row."""
        self.outcomes[table][outcome.line] = outcome
        self.progress(sum(map(len, self.outcomes.values())))

    def report(self) -> CollectReport:
        """What became of everything; the periods of free meals go with their pupils' rows."""
        for table in self._read():
            for row in self.export.rows(table):
                if row.line not in self.outcomes[table]:
                    self.told(table, self._with_its_pupil(row))
        in_order = {
            table: tuple(told[line] for line in sorted(told))
            for table, told in self.outcomes.items()
        }
        return CollectReport(in_order, tuple(self.notes))

    def meals(self) -> None:
        """Who has free school meals on the census day; nothing is said of a doubtful pupil."""
        tables = [table for table in MEALS if table in self.export.tables]
        for table in tables:
            for row in self.export.rows(table):
                self._period(table, row)

    def _period(self, table: str, row: Row) -> None:
        is_open, problems = meals_on(row, self.day[school_of(row)] or today())
        problems += self._link_problems(row, ON_ROLL)
        if problems or row.problems:
            self.told(table, refused(row, problems))
        pupil = row.values[PUPIL_ID[ON_ROLL]]
        if problems or row.problems or self.free_meals.get(pupil, False) is None:
            self.free_meals[pupil] = None
        else:
            self.free_meals[pupil] = self.free_meals.get(pupil, False) or is_open

    def _with_its_pupil(self, row: Row) -> Outcome:
        """The outcome of a row whose answer was taken in with its pupil's row."""
        (pupil,) = self.pupils[ON_ROLL][row.values[PUPIL_ID[ON_ROLL]]]
        its = self.outcomes[ON_ROLL][pupil.line]
        if its.result == "refused":
            return refused(row, [self._pupil_refused(ON_ROLL, pupil)])
        return Outcome(row.line, its.result, its.entry)

    def leavers(self) -> None:
        """Those who are no longer on roll."""
        for school, rows in self._by_school(LEFT):
            for row in rows:
                self.told(LEFT, take_in_leaver(self.session, row, self.schools[school], self.by))

    def rolls(self) -> None:
        """Each school's roll, compared with the register's."""
        for school, rows in self._by_school(ON_ROLL):
            place = self.schools[school]
            report = take_in_pupils(
                self.session,
                self._sheet([self._person(row) for row in rows]),
                place=place,
                by=self.by(place),
                unlisted=GUEST,
            )
            for outcome in report.outcomes:
                self.told(ON_ROLL, _called(outcome))
            self.notes += [f"{place.name}: {note}" for note in report.notes]

    def _sheet(self, rows: list[Row]) -> Sheet:
        columns = [*PERSON, *(name for name in ("on", "fsm") if name in rows[0].values)]
        return Sheet(columns, rows, [], [], sha256=self.export.tables[ON_ROLL].sha256)

    def _person(self, row: Row) -> Row:
        day, more = self.day[school_of(row)], {}
        if day is not None:
            more["on"] = day.isoformat()
        if any(table in self.export.tables for table in MEALS):
            meals = self.free_meals.get(row.values[PUPIL_ID[ON_ROLL]], False)
            more["fsm"] = "" if meals is None else "Y" if meals else "N"
        return person(row, **more)

    def module(self, table: str) -> None:
        """The movements that a module tells of."""
        of = {**EXCLUSIONS, **PLACEMENTS}[table] if table in self.export.tables else ON_ROLL
        for row in self.export.rows(table):
            told = exclusion(row) if table in EXCLUSIONS else placement(row)
            problems = [*told.problems, *self._school_problems(row)]
            problems += self._link_problems(row, of) or self._pupil_problems(row, of)
            if problems or row.problems:
                self.told(table, refused(row, problems))
            else:
                self.told(table, self._moved(row, told, of))

    def _moved(self, row: Row, told: Told, of: str) -> Outcome:
        (pupil,) = self.pupils[of][row.values[PUPIL_ID[of]]]
        try:
            with self.session.begin_nested():
                done = self._recorded(pupil.values["upn"], told, self.schools[school_of(row)])
        except Refused as no:
            return refused(row, called(no.problems, told.columns))
        accepted = [one.entry for one in done if one.result == "accepted"]
        concerns: tuple[Concern, ...] = tuple(c for one in done for c in one.concerns)
        result: Result = "accepted" if accepted else "already_held"
        return Outcome(row.line, result, (*accepted, done[0].entry)[0], (), concerns)

    def _recorded(self, upn: str, told: Told, place: PlaceFacts) -> list[Recorded]:
        def take(kind: str, answers: Mapping[str, object]) -> Recorded:
            own = {"upn": upn, **answers}
            by = self.by(place)
            return take_in(self.session, kind, own, place=place, by=by, source="csv")

        begun = take(told.kind, told.answers)
        if told.ended is None:
            return [begun]
        return [begun, take("placement_end", {"on": told.ended, "episode": begun.entry})]

    def totals(self, table: str) -> None:
        """How many sessions a table counts, kept beside the marks of each school."""
        of, _ = TERM_COUNTS[table]
        for school, rows in self._by_school(table):
            place = self.schools[school]
            linked = ((row.line, self._link_problems(row, of)) for row in rows)
            wrong = {line: problems[0] for line, problems in linked if problems}
            file = joined(self.export, table, rows, self.day[school], wrong)
            checked = check_totals(self.session, file, place, today())
            if checked.told:
                report = write_totals(self.session, checked, self.by(place))
            else:
                report = settle_totals(self.session, checked)
            for outcome in report.outcomes:
                self.told(table, outcome)

    def _by_school(self, table: str) -> Iterator[tuple[str, list[Row]]]:
        """The rows of each school that is listed; those of others are refused."""
        schools: dict[str, list[Row]] = {}
        unlisted = []
        for row in self.export.rows(table):
            problems = self._school_problems(row)
            if problems:
                unlisted.append(row)
            else:
                schools.setdefault(school_of(row), []).append(row)
        for row in unlisted:
            own = _own_problems(row) if table in PUPIL_ID else []
            self.told(table, refused(row, [*self._school_problems(row), *own]))
        yield from sorted(schools.items())

    def _school_problems(self, row: Row) -> list[Problem]:
        if school_of(row) in self.schools:
            return []
        words = f'School "{school_of(row)}" is not in the list of schools: add a line for it.'
        return [Problem("nativeid", "unknown_school", words)]

    def _link_problems(self, row: Row, of: str) -> list[Problem]:
        """Whether the row names one pupil of the table it belongs to, and of its own school."""
        column, file = PUPIL_ID[of], self.export.files.get(of, f"{of}.csv")
        pupils = self.pupils[of].get(row.values[column], [])
        if len(pupils) != 1:
            there = "has no pupil" if not pupils else f"has {len(pupils)} pupils"
            words = f"{file} {there} with this {column}: export both tables together."
            return [Problem(column, "unknown_pupil", words)]
        if school_of(pupils[0]) != school_of(row):
            words = f"The pupil is of another school in {file}, line {pupils[0].line}."
            return [Problem("nativeid", "other_school", words)]
        return []

    def _pupil_problems(self, row: Row, of: str) -> list[Problem]:
        (pupil,) = self.pupils[of][row.values[PUPIL_ID[of]]]
        its = self.outcomes[of].get(pupil.line)
        return [self._pupil_refused(of, pupil)] if its and its.result == "refused" else []

    def _pupil_refused(self, of: str, pupil: Row) -> Problem:
        where = f"{self.export.files[of]}, line {pupil.line}"
        words = f"The pupil's own row was refused ({where}): mend it first."
        return Problem(PUPIL_ID[of], "pupil_refused", words)


def _by_id(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.values[column], []).append(row)
    return found


def _own_problems(row: Row) -> list[Problem]:
    """What else is wrong with a row about a pupil, so that it is mended in one go."""
    (read,) = in_time(roll_layout(list(PERSON)), [person(row)])
    return called(tuple(read.problems), PERSON)


def _called(outcome: Outcome) -> Outcome:
    return replace(outcome, problems=tuple(called(outcome.problems, PERSON)))
