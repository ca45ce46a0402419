"""The answers of a case's entries, as a pupil's history gives them to a program.

A history tells of a step by its title: what was answered belongs to the case and its file, where
risk is shown to who needs it and what people wrote of a protected child to nobody.
"""

from collections.abc import Collection, Mapping
from typing import Any

from fair_access.copied import still_held
from fair_access.referral.risk import Risk
from fair_access.steps import COPIED
from movements.actor import Actor
from movements.entry import Entry
from movements.kinds import KINDS

_RISK = frozenset(Risk.model_fields)


def is_of_case(entry: Entry) -> bool:
    """Whether an entry is a step of a case or a minute about one, and no movement."""
    return entry.case_id is not None and entry.kind not in KINDS


def may_read_of_case(
    answers: Mapping[str, Any], by: Actor, gone: Collection[int], *, withheld: bool, keeper: bool
) -> dict[str, Any]:
    """Those of a case's answers that an actor may read; where places are withheld none.

    Risk is for the authority's officers and who keeps the register's file. `gone` are the pupil's
    entries that were redacted: a referral's copies of them are told no more.
    """
    if withheld:
        return {}
    sees_risk = keeper or by.role == "la_officer"
    told = {name: said for name, said in answers.items() if sees_risk or name not in _RISK}
    if COPIED in told:
        told[COPIED] = still_held(told[COPIED], gone)
    return told
