"""Local rules: what an authority has set for itself, in versions with the days they take effect.

Each version is an entry of the register, so that what held on a day, as known on a day, can be
read back. Where an authority has set nothing, the default declared here holds, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from sqlmodel import Session, col

from movements.actor import Actor
from movements.authority_code import NO_AUTHORITY, is_authority
from movements.basis import Basis
from movements.entry import ENTRIES, Entry, EntryRow, read_entries
from movements.problems import Problem, Refused

KIND = "local_rule"
TIME = "time of day"
"""The unit of a rule that is a time: 930 is 9:30, 1000 is 10:00."""


@dataclass(frozen=True)
class LocalRule:
    """A number, or a list of `fewest` numbers or more, that an authority may set.

    `unit` is what it counts.
    """

    id: str
    title: str
    unit: str
    default: tuple[int, ...]
    many: bool = False
    fewest: int = 1


LOCAL_RULES: dict[str, LocalRule] = {
    rule.id: rule
    for rule in (
        LocalRule(
            "move_review_weeks", "Reviews after a managed move", "weeks", (4, 8, 12), many=True
        ),
        LocalRule(
            "direction_review_weeks",
            "Reviews of an off-site direction",
            "weeks",
            (4, 8, 12),
            many=True,
        ),
        LocalRule("requested_review_days", "A review that is asked for", "school days", (10,)),
        LocalRule("placement_review_weeks", "Review of an AP placement", "weeks", (6,)),
        LocalRule("on_roll_check_days", "Check that a child is on the new roll", "days", (7,)),
        LocalRule("part_time_review_days", "Review of a part-time timetable", "school days", (10,)),
        LocalRule(
            "part_time_told_days", "Authority told of a part-time timetable", "school days", (10,)
        ),
        LocalRule(
            "separation_considered_days",
            "Separation considered by the authority at once",
            "school days",
            (1,),
        ),
        LocalRule("separation_review_days", "Review of a separation", "school days", (5,)),
        LocalRule(
            "sustained_check_days",
            "A return still holds after 6 and 12 school weeks",
            "school days",
            (30, 60),
            many=True,
            fewest=2,
        ),
        LocalRule(
            "last_seen_days",
            "A child without a school seen again",
            "school days",
            (5, 10, 15),
            many=True,
        ),
        LocalRule("morning_list_time", "List of those not marked this morning", TIME, (1000,)),
        LocalRule("afternoon_list_time", "List of those not marked this afternoon", TIME, (1400,)),
        LocalRule("fair_access_start_days", "Start after an allocation", "school days", (10,)),
        LocalRule(
            "fair_access_eligibility_days",
            "Referral to fair access agreed or not",
            "school days",
            (5,),
        ),
        LocalRule("fair_access_told_days", "Told of a fair access decision", "school days", (1,)),
        LocalRule(
            "fair_access_answer_days", "Parent's answer to an allocated place", "school days", (5,)
        ),
        LocalRule(
            "fair_access_refusal_days", "School's refusal, with its evidence", "school days", (2,)
        ),
        LocalRule("fair_access_again_days", "Another place allocated", "school days", (10,)),
        LocalRule("fair_access_chase_days", "Next step of a fair access case", "school days", (5,)),
        LocalRule("panel_quorum", "Members who are enough for a panel to decide", "members", (3,)),
        LocalRule("panel_sight_days", "Panel sees its cases after a meeting closed", "days", (14,)),
        LocalRule("panel_papers_years", "Papers of a closed fair access case", "years", (6,)),
        LocalRule("exclusion_told_days", "Told of an exclusion without delay", "school days", (1,)),
        LocalRule("missing_enquiry_days", "Enquiry after a missing child", "school days", (5,)),
        LocalRule("home_education_weeks", "Contact after notice of home education", "weeks", (4,)),
        LocalRule("home_education_months", "Contact again in home education", "months", (12,)),
        LocalRule(
            "correction_answer_days", "Answer to a correction asked for", "school days", (10,)
        ),
        LocalRule(
            "proposal_answer_days", "Answer to a proposed managed move", "school days", (10,)
        ),
        LocalRule("hand_over_days", "Answer to a hand-over", "school days", (10,)),
        LocalRule("absence_run_days", "A run of absence asked about", "school days", (5,)),
        LocalRule(
            "not_due_run_days", "A run of days absent or not due asked about", "school days", (10,)
        ),
        LocalRule(
            "penalty_considered_days", "Threshold of absence considered", "school days", (10,)
        ),
        LocalRule(
            "escalate_days", "Told to the person named once overdue by", "school days", (10,)
        ),
        LocalRule(
            "answer_days", "Answer about a child out of sight, no end said", "school days", (20,)
        ),
        LocalRule("no_end_days", "What has no end stated asked about again", "school days", (60,)),
        LocalRule(
            "order_decided_days",
            "School attendance order decided once the notice has run out, and served",
            "school days",
            (10,),
        ),
        LocalRule("destination_days", "Next place known after a removal", "school days", (10,)),
    )
}
"""Every local rule by its id."""


@dataclass(frozen=True)
class LocalValue:
    """What a rule comes to for an authority on a day, and whence."""

    rule: LocalRule
    values: tuple[int, ...]
    basis: Basis
    entry: int | None

    @property
    def words(self) -> str:
        """The value with its unit: 4, 8, 12 weeks; 1 school day; 10:00."""
        if self.rule.unit == TIME:
            return f"{self.at:%H:%M}"
        unit = self.rule.unit.removesuffix("s") if self.values == (1,) else self.rule.unit
        return f"{', '.join(str(value) for value in self.values)} {unit}"

    @property
    def at(self) -> time:
        """The value of a rule that is a time of day."""
        return time(*divmod(self.values[0], 100))

    def as_dict(self) -> dict[str, object]:
        """The value as the API and --json show it."""
        return {
            "rule": self.rule.id,
            "title": self.rule.title,
            "unit": self.rule.unit,
            "values": list(self.values),
            **self.basis.told(),
            "entry": self.entry,
        }


@cache
def _usual(rule: str) -> LocalValue:
    declared = LOCAL_RULES[rule]
    basis = Basis("ours", f"{declared.title}: no local rule is set, so the usual holds")
    return LocalValue(declared, declared.default, basis, None)


class LocalRules:
    """The local rules of every authority, read once."""

    def __init__(self, held: Iterable[Entry] = ()) -> None:
        self._held: dict[tuple[str | None, str], list[Entry]] = {}
        for entry in held:
            key = (entry.authority, str(entry.answers()["rule"]))
            self._held.setdefault(key, []).append(entry)

    def of(self, authority: str | None, rule: str, on: date) -> LocalValue:
        """The version in force on a day: the latest told of those that took effect last."""
        versions = [e for e in self._held.get((authority, rule), ()) if e.on <= on]
        if not versions:
            return _usual(rule)
        declared = LOCAL_RULES[rule]
        latest = max(versions, key=lambda e: (e.on, e.number))
        answers = latest.answers()
        basis = Basis("local", str(answers["cite"]), in_force_from=latest.on)
        return LocalValue(declared, tuple(answers["values"]), basis, latest.number)


def local_rules(session: Session, known_at: str | None = None) -> LocalRules:
    """Every version of every local rule, as known before a moment."""
    query = ENTRIES.where(col(EntryRow.kind) == KIND).order_by(col(EntryRow.number))
    if known_at is not None:
        query = query.where(col(EntryRow.recorded_at) < known_at)
    return LocalRules(read_entries(session, query))


def local_rule_problems(rule: str, values: tuple[int, ...], cite: str, by: Actor) -> list[Problem]:
    """What is wrong with a version somebody would set."""
    declared = LOCAL_RULES.get(rule)
    if declared is None:
        known = ", ".join(LOCAL_RULES)
        return [Problem("rule", "unknown_rule", f'"{rule}" is no local rule. Use one of {known}.')]
    wrong = _values_wrong(declared, values)
    problems = [Problem("values", *wrong)] if wrong else []
    if not cite.strip():
        problems.append(Problem("cite", "missing", "Say where the authority decided it."))
    if by.authority is None:
        problems.append(Problem("authority", "missing", "Only for an authority can a rule be set."))
    elif not is_authority(by.authority):
        problems.append(Problem("authority", "unknown_authority", NO_AUTHORITY))
    return problems


def _values_wrong(declared: LocalRule, values: tuple[int, ...]) -> tuple[str, str] | None:
    if not values or any(value < 1 for value in values):
        return "out_of_range", f"Give whole {declared.unit} of one or more."
    if declared.unit == TIME and not all(v // 100 < 24 and v % 100 < 60 for v in values):
        return "time", "Give a time as 930 or 1000, for 9:30 or 10:00."
    if len(values) > 1 and not declared.many:
        return "one_value", f"Give one number of {declared.unit}."
    if len(values) < declared.fewest:
        return "too_few", f"Give {declared.fewest} numbers of {declared.unit} or more."
    if list(values) != sorted(set(values)):
        return "order", "Give each once, the soonest first."
    return None


def refuse_bad_rule(rule: str, values: tuple[int, ...], cite: str, by: Actor) -> None:
    """Raises Refused with everything that is wrong with a version somebody would set."""
    problems = local_rule_problems(rule, values, cite, by)
    if problems:
        raise Refused(problems)
