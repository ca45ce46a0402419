"""The evidence of a category: the fields that its test, or the panel, looks at."""

from typing import Annotated

from fair_access.referral.asking import OfOthers, Section, YesNo, asked
from movements.kind import Coded, Count, Day, PlaceRef


class Evidence(Section):
    """What is shown for the category: each field is for the categories that it names."""

    in_year: Annotated[str | None, Coded("IN_YEAR_TRIED")] = asked(
        "In-year application",
        "Whether a place was applied for in-year: refused, awaited, not_tried",
    )
    plan_type: Annotated[str | None, Coded("PLAN_TYPES")] = asked(
        "Type of plan", "For category a: child_in_need or child_protection"
    )
    plan_ended: Day | None = asked("Plan ended on", "For category a: empty while it goes on")
    confirmed_by: OfOthers = asked(
        "Confirmed by",
        "For categories b, c, f, g, i and k: who confirms it, by post; never an address",
    )
    confirmed_on: Day | None = asked("Confirmed on", "The day of that confirmation")
    need: Annotated[str | None, Coded("NEEDS_OF_E")] = asked(
        "Need", "For category e: sen, disability or medical"
    )
    kinship: Annotated[str | None, Coded("KINSHIP")] = asked(
        "Order of the court", "For category h: child_arrangements or special_guardianship"
    )
    refused_by: PlaceRef | None = asked(
        "School that refused a place", "For category j: the school that refused on behaviour"
    )
    refused_on: Day | None = asked("Refused on", "For category j: the day of that refusal")
    refusal_entry: Count | None = asked(
        "Entry of the refusal", "For category j: its number, where the register holds it"
    )
    offered_not_taken: YesNo = asked(
        "Suitable place not taken", "For category l: Y where one was offered and not taken up"
    )
    left_care_on: Day | None = asked("Left care on", "For category m: the day the child left care")
