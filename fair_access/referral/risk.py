"""Risk: shown where it is needed, and never a reason by itself."""

from fair_access.referral.asking import NowOrBefore, OfOthers, Section, Words, asked
from movements.kind import Day

_HINT = "now, before or never"


class Risk(Section):
    """What whoever takes the child must know to keep everybody safe."""

    youth_justice: NowOrBefore = asked("Youth justice", _HINT)
    police: NowOrBefore = asked("Police", _HINT)
    gangs: NowOrBefore = asked("Gangs", _HINT)
    exploitation: NowOrBefore = asked("Exploitation", _HINT)
    drugs: NowOrBefore = asked("Drugs", _HINT)
    weapons: NowOrBefore = asked("Weapons", _HINT)
    violence: NowOrBefore = asked("Violence", _HINT)
    health_and_safety: NowOrBefore = asked("Health and safety", _HINT)
    risks: Words = asked("Risks", "What each means for a school; name no other child")
    risk_assessed_on: Day | None = asked("Risk assessment", "The day of the last one")
    ruled_out: OfOthers = asked(
        "Schools ruled out", "A neighbourhood or peers that rule out a school, and why"
    )
