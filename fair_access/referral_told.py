"""What a referral says, question by question in words; what is risk is marked, to be held back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fair_access.referral import SECTIONS
from fair_access.referral.risk import Risk
from fair_access.steps import CaseReferred
from fair_access.withheld import Words
from movements.codes import CODE_SETS
from movements.kind import Coded, Placed


@dataclass(frozen=True)
class Answered:
    """One answer of a referral. `risk`: it is shown only where it is needed."""

    section: str
    title: str
    answer: str
    risk: bool


def referral_told(step: CaseReferred, words: Words) -> Iterator[Answered]:
    """Every answer that was given; of a protected child none, since any may say where it is."""
    if words.withheld:
        return
    titles, coded, placed = step.titles(), step.marked(Coded), step.marked(Placed)
    for section, model in SECTIONS.items():
        for name in model.model_fields:
            value = step.value(name)
            if value is None:
                continue
            if name in coded:
                value = CODE_SETS[coded[name].code_set].label(value)
            elif name in placed:
                value = words.names(value)
            yield Answered(section, titles[name], _said(value), model is Risk)


def _said(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return {"Y": "Yes", "N": "No"}.get(str(value), str(value))
