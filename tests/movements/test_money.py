"""Money is told in pounds and kept as pence."""

from datetime import date

import pytest

from apregister.web.questions import shown_answers
from movements.forms import form_fields
from movements.kind import typed
from movements.kinds.ap_placement import ApPlacement
from movements.money import in_pounds
from movements.problems import Refused

GIVEN = {"on": "2026-09-14", "setting_type": "OOT", "reason": "BHS"}


@pytest.mark.parametrize(
    ("told", "kept"),
    [("412.50", 41250), ("412.5", 41250), ("412", 41200), ("£1,020.05", 102005), ("0", 0)],
)
def test_pounds_are_kept_as_pence_and_read_back_as_the_same(told: str, kept: int) -> None:
    placement = typed(ApPlacement, {**GIVEN, "cost_per_week": told})
    assert placement.details()["cost_per_week"] == kept
    again = ApPlacement.model_validate({**placement.details(), "on": date(2026, 9, 14)})
    assert again.cost_per_week == kept


@pytest.mark.parametrize("told", ["-1", "4.125", "ten", "10000.01", "1e3", "£"])
def test_what_is_no_amount_is_refused_with_how_to_mend_it(told: str) -> None:
    with pytest.raises(Refused) as refused:
        typed(ApPlacement, {**GIVEN, "cost_per_week": told})
    [problem] = refused.value.problems
    assert (problem.field, problem.code) == ("cost_per_week", "money")
    assert problem.message.endswith(".")


def test_people_read_pounds() -> None:
    assert in_pounds(102005) == "£1,020.05"


def test_a_form_that_corrects_shows_the_pounds_again() -> None:
    fields = form_fields(ApPlacement, date(2026, 9, 14))
    assert shown_answers({"cost_per_week": 41205}, fields) == {"cost_per_week": "412.05"}
