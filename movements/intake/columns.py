"""Which column of a school's roll is which: the names its system exports, and ours."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from movements.intake.plain_text import Unreadable
from movements.intake.roll_values import read_value

_NAMES: Mapping[str, str] = {
    # Ours: what others call it, the name to be preferred first.
    "upn": "unique pupil number, upn number, pupil upn, current upn",
    "surname": "legal surname, legal last name, last name, family name, pupil surname",
    "forename": "legal forename, legal first name, first name, given name, pupil forename",
    "dob": "date of birth, birth date, pupil dob",
    "sex": "legal sex, gender, legal gender",
    "nc_year": "year group, nc year actual, national curriculum year, curriculum year, "
    "year, year taught in, yr, yr grp, nc year group",
    "entry_date": "date of entry, admission date, date of admission, doa, start date, "
    "date started, admitted",
    "enrol_status": "enrolment status, enrollment status, enrolment, registration status",
    "joined": "how joined, joined how",
    "sen_provision": "sen status, sen, sen provision type, send status, current sen status, "
    "sen stage, sen support status, sen code",
    "fsm": "fsm eligible, fsm eligibility, free school meals, free school meal eligible, "
    "eligible for free meals, eligible for free school meals, fsm status, currently fsm eligible",
    "ethnicity": "ethnicity code, ethnic code, ethnic group, ethnic origin, ethnicity description",
    "home_la": "home local authority, home authority, la of residence, residence la, home la code, "
    "local authority of residence",
    "on": "as at, as on, true on, census date, extract date, date of extract",
    "looked_after": "looked after child, in care, in la care, lac, cla, child looked after",
    "protected": "protected child",
    "former_upn": "previous upn, old upn",
    "uln": "unique learner number",
}
ROLL_COLUMNS = tuple(_NAMES)
REQUIRED = ("upn", "surname", "forename", "dob")

# Often in an export, and no business of this register: said once, not asked about.
_NOT_HELD = (
    "preferred surname, preferred last name, preferred forename, preferred first name, known as, "
    "chosen name, former surname, middle name, middle names, middle name s, title, initials, "
    "full name, reg group, reg, registration group, tutor group, form, class, class type, house, "
    "admission number, admission no, student id, pupil id, id, native id, address, "
    "address line 1, address line 2, town, county, postcode, post code, uprn, telephone, phone, "
    "mobile, email, home email, first language, language, religion, nationality, eal, "
    "country of birth, service child, boarder, boarder status, part time, pupil premium, pp, "
    "ever 6 fsm, plaa, young carer, medical flag, sen need, primary sen need, sen type"
)
_TOLD_OTHERWISE = "leaving date, date of leaving, leave date, date left, leaver"


def _key(text: str) -> str:
    """Names compared as DateOfBirth, date_of_birth and "Date of birth" are one."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


_SPELLINGS = {ours: [_key(ours), *map(_key, others.split(","))] for ours, others in _NAMES.items()}
_MEANS = {spelling: ours for ours, known in _SPELLINGS.items() for spelling in known}
_PASSED_OVER = frozenset(map(_key, _NOT_HELD.split(",")))
_LEAVING = frozenset(map(_key, _TOLD_OTHERWISE.split(",")))


@dataclass(frozen=True)
class RollLayout:
    """Our column -> the file's column it is read from, and what the sender should know."""

    read_from: Mapping[str, str]
    notes: tuple[str, ...]

    def answers(self, values: Mapping[str, str]) -> dict[str, str]:
        """A row in our names and codes: Male is M, Year 9 is 9, SEN Support is K.

        A value with no code of ours stays as it was written, so that it is refused by its name.
        """
        return {ours: read_value(ours, values[theirs]) for ours, theirs in self.read_from.items()}


def roll_layout(columns: Sequence[str], *, required: Iterable[str] = REQUIRED) -> RollLayout:
    """How a roll with these (tidied) columns is to be read.

    Raises Unreadable when a required column is not there, naming what may have been meant by it.
    """
    by_key = {_key(column): column for column in columns}
    read_from = dict(_found(by_key))
    left = [column for column in columns if column not in read_from.values()]
    _refuse_missing([name for name in required if name not in read_from], left)
    return RollLayout(read_from, tuple(_notes(left, read_from)))


def _found(by_key: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for ours, spellings in _SPELLINGS.items():
        known = [by_key[spelling] for spelling in _legal_first(spellings) if spelling in by_key]
        if known:
            yield ours, known[0]


def _legal_first(spellings: Sequence[str]) -> list[str]:
    """Registers are kept in legal names, where a file gives both."""
    return sorted(spellings, key=lambda spelling: not spelling.startswith("legal"))


def _refuse_missing(missing: Sequence[str], left: Sequence[str]) -> None:
    if not missing:
        return
    them = f"column {missing[0]}" if len(missing) == 1 else f"columns {', '.join(missing)}"
    meant = [
        f"{column} may be {_nearest(column)}" for column in left if _nearest(column) in missing
    ]
    there = f" ({'; '.join(meant)})" if meant else f" (it has {', '.join(left)})" if left else ""
    raise Unreadable(
        f"The roll has no {them}{there}: name the columns as in the template, or add them."
    )


def _nearest(column: str) -> str | None:
    close = get_close_matches(_key(column), list(_MEANS), n=1, cutoff=0.8)
    return _MEANS[close[0]] if close else None


def _notes(left: Sequence[str], read_from: Mapping[str, str]) -> Iterator[str]:
    passed_over = [column for column in left if _key(column) in _PASSED_OVER]
    said = {column: _said_of(column, read_from) for column in left if column not in passed_over}
    yield from filter(None, said.values())
    unknown = [column for column, words in said.items() if not words]
    if unknown:
        yield f"Not columns we know, and not read: {', '.join(unknown)}."
    if passed_over:
        yield f"Not held by the register, and not read: {', '.join(passed_over)}."


def _said_of(column: str, read_from: Mapping[str, str]) -> str:
    """What to say of a column that is almost one of ours; nothing of one that is far from any."""
    ours = _MEANS.get(_key(column))
    if ours:
        return f"Column {column} was not read: {ours} was read from {read_from[ours]}."
    if _key(column) in _LEAVING:
        return f"Column {column} was not read: send a removal_from_roll for a pupil who has left."
    near = _nearest(column)
    if near and near not in read_from:
        return f"Column {column} is not one we know and was not read: did you mean {near}?"
    return ""
