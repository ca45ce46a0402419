"""What the register says of identifiers, right and wrong. The UPN vectors are published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements.identifiers import (
    check_letter,
    clean_upn,
    is_synthetic_upn,
    is_temporary_upn,
    ukprn_problem,
    uln_problem,
    upn_problem,
    urn_problem,
)
from movements.la_codes import LA_NAMES, UPN_LA_CODES

GOOD_UPNS = [
    *("B801200005001", "X845212818005", "P207000016049", "B207202400123", "W873202500456"),
    *("C202110024001", "E301400019001", "A80120000501A", "D20720242101B"),
]

BAD_UPNS = [
    ("", "The UPN is missing"),
    ("A801200005001", "first letter of A801200005001 does not agree"),
    ("R247962919251", "Characters 2 to 4 of R247962919251 are 247"),
    ("X428558133462", "are 428, which is no local authority's code"),
    ("B207000016049", "does not agree with the rest"),
    ("Q207000016049", "does not agree with the rest"),
    ("E000200005001", "are 000, which is no local authority's code"),
    ("A950000178301", "are 950, which is no local authority's code"),
    ("H243278544154", "are 243, which is no local authority's code"),
    ("Q90120250199Z", "are 901, which is no local authority's code"),
    ("X80120000A001", "Character 10 of X80120000A001 is A: characters 2 to 12"),
    ("B8O1200005001", "Character 3 of B8O1200005001 is O (perhaps the figure 0)"),
    ("B80120000501I", "ends in I: a temporary UPN never ends in I, O or S"),
    ("8.01E+11", "a spreadsheet has turned it into a number"),
    ("8,012E+11", "a spreadsheet has turned it into a number"),
    ("801200005001.0", "a spreadsheet has turned it into a number"),
    ("801200005001", "801200005001 has lost its first letter"),
    ("B80120000500", "has 12 characters: a UPN has 13"),
    ("B8012000050011", "has 14 characters: a UPN has 13"),
    ("8801200005001", "begins with 8: a UPN begins with a letter"),
    ("not known", '"NOTKNOWN" has 8 characters'),
    ("B80120000500١", "Character 13 of"),
    ("É801200005001", "a UPN begins with a letter"),
]


@pytest.mark.parametrize("upn", GOOD_UPNS)
def test_a_good_upn_has_no_problem(upn: str) -> None:
    assert upn_problem(upn) is None
    assert upn_problem(f" {upn.lower()[:7]} {upn[7:]}\u00a0") is None


@pytest.mark.parametrize(("upn", "says"), BAD_UPNS)
def test_a_bad_upn_gets_a_sentence(upn: str, says: str) -> None:
    assert says in str(upn_problem(upn))


def test_the_right_letter_is_not_given_away() -> None:
    """Told the letter, people would change it and keep the mistyped digit."""
    wrong = str(upn_problem("A801200005001"))
    assert "do not change only the letter" in wrong
    assert " B " not in wrong


def test_a_temporary_upn_ends_in_a_letter() -> None:
    assert is_temporary_upn("A80120000501A")
    assert not is_temporary_upn("B801200005001")


def test_a_synthetic_upn_is_told_from_a_real_one() -> None:
    invented = check_letter("001400024001") + "001400024001"
    assert upn_problem(invented) is None
    assert is_synthetic_upn(invented.lower())
    assert not is_synthetic_upn("B801200005001")


@st.composite
def upns(draw: st.DrawFn) -> str:
    la = draw(st.sampled_from(sorted(UPN_LA_CODES)))
    digits = draw(st.from_regex(r"[0-9]{8}", fullmatch=True))
    last = draw(st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUVWXYZ"))
    rest = la + digits + last
    return check_letter(rest) + rest


@given(upns())
def test_any_upn_with_its_own_letter_is_good(upn: str) -> None:
    assert upn_problem(upn) is None


@given(upns(), st.integers(1, 11), st.integers(1, 9))
def test_one_changed_digit_is_always_found(upn: str, place: int, by: int) -> None:
    digit = str((int(upn[place]) + by) % 10)
    assert upn_problem(upn[:place] + digit + upn[place + 1 :]) is not None


@given(upns(), st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_a_changed_first_letter_is_always_found(upn: str, letter: str) -> None:
    assert (upn_problem(letter + upn[1:]) is None) is (letter == upn[0])


@given(st.text(max_size=30))
def test_any_text_at_all_is_answered(text: str) -> None:
    assert upn_problem(text) is None or len(str(upn_problem(text))) > 20
    assert clean_upn(clean_upn(text)) == clean_upn(text)


@pytest.mark.parametrize("uln", ["6042109870", "1234567899", " 1234567899 "])
def test_a_good_uln_has_no_problem(uln: str) -> None:
    assert uln_problem(uln) is None


@pytest.mark.parametrize(
    ("uln", "says"),
    [
        ("9999999999", "leave the ULN empty"),
        ("1234567890", "last digit of ULN 1234567890 does not agree"),
        ("0123456789", "10 digits and does not begin with 0"),
        ("123456789", "10 digits"),
        ("6.04E+09", "a spreadsheet has turned it into a number"),
        ("1000000100", "does not agree"),
    ],
)
def test_a_bad_uln_gets_a_sentence(uln: str, says: str) -> None:
    assert says in str(uln_problem(uln))


def test_shapes_of_urn_and_ukprn() -> None:
    assert urn_problem("100006") is None
    assert ukprn_problem("10016665") is None
    assert '"10006" is not a URN: a URN is 6 digits' in str(urn_problem("10006"))
    assert '"20016665" is not a UKPRN' in str(ukprn_problem("20016665"))


def test_the_authorities_a_published_list_lacks_are_here() -> None:
    assert LA_NAMES["942"] == "Cumberland"
    assert LA_NAMES["943"] == "Westmorland and Furness"
    assert {"001", "820", "838", "941", "999"} <= UPN_LA_CODES
    assert not {"000", "243", "901", "950"} & UPN_LA_CODES
