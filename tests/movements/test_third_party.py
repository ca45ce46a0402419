"""Which answers a person must check before a record is handed over."""

from typing import Annotated, ClassVar

from pydantic import Field

from fair_access.steps import CaseReferred
from movements.kind import Answers, Text, ThirdParty
from movements.kinds import KINDS
from movements.third_party import MAY_NAME_OTHERS, THIRD_PARTY, to_check


class Agreement(Answers):
    id: ClassVar[str] = "agreement"

    agreed_by: Annotated[str, ThirdParty()] = Field(title="Who agreed", description="By name")
    words: Annotated[Text | None, ThirdParty()] = Field(
        default=None, title="Words", description="What they said"
    )
    note: Text | None = Field(default=None, title="Note", description="Anything else")
    count: int = Field(default=0, title="Count", description="How often")


def test_a_field_that_is_marked_comes_from_another_person() -> None:
    assert to_check(Agreement) == {
        "agreed_by": THIRD_PARTY,
        "words": THIRD_PARTY,
        "note": MAY_NAME_OTHERS,
    }


def test_free_text_may_name_others_and_codes_and_the_pupils_own_names_do_not() -> None:
    assert to_check(KINDS["withdrawn"]) == {"because": MAY_NAME_OTHERS}
    assert to_check(KINDS["attachment"]) == {"title": MAY_NAME_OTHERS}
    assert to_check(KINDS["pupil_details"]) == {}
    assert to_check(CaseReferred)["reason"] == MAY_NAME_OTHERS
    assert to_check(CaseReferred)["carers"] == THIRD_PARTY
