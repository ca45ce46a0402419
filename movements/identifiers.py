"""Identifiers of pupils and places: which are well formed, and what is wrong with the others.

UPN: letter + 12 digits, or, while temporary, letter + 11 digits + letter. The first letter checks
the rest: the weighted sum of characters 2 to 13, modulo 23, in an alphabet without I, O and S.
Nothing else may be read out of a UPN. Each `..._problem` gives a sentence, or None for a good one.
"""

import re

from movements.la_codes import SYNTHETIC_LA, UPN_LA_CODES

UPN_ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_SHAPE = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_EXCEL_NUMBER = re.compile(r"[0-9]([.,][0-9]+)?E\+?[0-9]{1,2}|[0-9]{11,12}[.,]0+")
_FROM_EXCEL = (
    "a spreadsheet has turned it into a number. Make the column Text in the spreadsheet "
    "(or export the file again) and send it again"
)


def clean_upn(text: str) -> str:
    """The UPN in capitals, without spaces and the apostrophe that keeps a cell as it is."""
    return "".join(text.split()).removeprefix("'").upper()


def check_letter(last12: str) -> str:
    """The first letter of the UPN that ends in these twelve characters.

    Raises ValueError when a character has no weight (not a digit, nor A to Z but I, O, S).
    """
    total = sum(_value(char) * weight for weight, char in enumerate(last12, start=2))
    return UPN_ALPHABET[total % len(UPN_ALPHABET)]


def _value(char: str) -> int:
    return int(char) if char in "0123456789" else UPN_ALPHABET.index(char)


def is_temporary_upn(upn: str) -> bool:
    """Whether a well-formed UPN is a temporary one: it ends in a letter."""
    return clean_upn(upn)[-1:].isalpha()


def is_synthetic_upn(upn: str) -> bool:
    """Whether the UPN was made up for an invented pupil (pseudo authority 001)."""
    return clean_upn(upn)[1:4] == SYNTHETIC_LA


def upn_problem(text: str) -> str | None:
    """What is wrong with a UPN and how to mend it; None when it is good."""
    upn = clean_upn(text)
    return _upn_lost(upn) or _upn_shape_problem(upn) or _upn_content_problem(upn)


def _upn_lost(upn: str) -> str | None:
    """Cases in which the UPN is not there, or no longer."""
    if not upn:
        return "The UPN is missing: give the pupil's 13-character UPN."
    if _EXCEL_NUMBER.fullmatch(upn):
        return f"{upn} is not a UPN any more: {_FROM_EXCEL}."
    if re.fullmatch(r"[0-9]{12}", upn):
        return f"{upn} has lost its first letter: a UPN is a letter and 12 more characters."
    return None


def _upn_shape_problem(upn: str) -> str | None:
    if len(upn) != 13:
        return f'"{upn[:40]}" has {len(upn)} characters: a UPN has 13, a letter and then digits.'
    if _UPN_SHAPE.fullmatch(upn):
        return None
    if not "A" <= upn[0] <= "Z":
        return f"{upn} begins with {upn[0]}: a UPN begins with a letter."
    place, char = next((n, c) for n, c in enumerate(upn[1:], start=2) if c not in "0123456789")
    hint = " (perhaps the figure 0)" if char == "O" else ""
    return f"Character {place} of {upn} is {char}{hint}: characters 2 to 12 of a UPN are digits."


def _upn_content_problem(upn: str) -> str | None:
    if upn[-1] in "IOS":
        return f"{upn} ends in {upn[-1]}: a temporary UPN never ends in I, O or S."
    if upn[1:4] not in UPN_LA_CODES:
        return f"Characters 2 to 4 of {upn} are {upn[1:4]}, which is no local authority's code."
    if check_letter(upn[1:]) != upn[0]:
        return (
            f"The first letter of {upn} does not agree with the rest: something is mistyped. "
            "Copy the UPN again from the pupil's record; do not change only the letter."
        )
    return None


def uln_problem(text: str) -> str | None:
    """What is wrong with a unique learner number and how to mend it; None when it is good."""
    uln = "".join(text.split()).upper()
    if _EXCEL_NUMBER.fullmatch(uln):
        return f"{uln} is not a ULN any more: {_FROM_EXCEL}."
    if not re.fullmatch(r"[1-9][0-9]{9}", uln):
        return f'"{uln[:40]}" is not a ULN: a ULN is 10 digits and does not begin with 0.'
    if uln == "9999999999":
        return "9999999999 stands for a ULN that is not known: leave the ULN empty instead."
    if not _uln_agrees(uln):
        return (
            f"The last digit of ULN {uln} does not agree with the rest: copy it again from the "
            "pupil's record."
        )
    return None


def _uln_agrees(uln: str) -> bool:
    """Weights 10 to 2 on the first nine digits; the last is 10 less the sum modulo 11."""
    rest = sum(int(digit) * weight for digit, weight in zip(uln, range(10, 1, -1), strict=False))
    return rest % 11 != 0 and 10 - rest % 11 == int(uln[9])


def urn_problem(text: str) -> str | None:
    """What is wrong with the shape of a school's URN; None when it is six digits."""
    urn = text.strip()
    if re.fullmatch(r"[1-9][0-9]{5}", urn):
        return None
    return f'"{urn[:40]}" is not a URN: a URN is 6 digits. Look it up on GIAS.'


def ukprn_problem(text: str) -> str | None:
    """What is wrong with the shape of a provider's UKPRN; None when it is 8 digits from 1."""
    ukprn = text.strip()
    if re.fullmatch(r"1[0-9]{7}", ukprn):
        return None
    return f'"{ukprn[:40]}" is not a UKPRN: a UKPRN is 8 digits and begins with 1.'
