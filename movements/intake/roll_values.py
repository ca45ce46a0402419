"""What schools' systems write in a roll's cells, as the codes it stands for."""

import re
from collections.abc import Callable, Iterable, Mapping

from movements.code_set import Code
from movements.codes import ENROLMENT_STATUSES, ETHNICITY, NC_YEARS, SEN_PROVISION, SEX

_CODE_FIRST = re.compile(r"([0-9A-Za-z]{1,4})\s*(?:[-:–]\s|\()")
_YEAR = re.compile(
    r"(?:national curriculum|curriculum|nc)?\s*(?:year|yr|y)?\s*0*([0-9]{1,2})(\.0)?"
)
_AUTHORITY = re.compile(r"([0-9]{3})(?:\.0|\s*[-:–]?\s+\S.*)?")
_ETHNIC_GROUPS = re.compile(
    r"^(mixed( or multiple ethnic groups| dual background)?|asian (or|and) asian british"
    r"|black (or|and) black british|black african caribbean or black british) "
)


def _fold(text: str) -> str:
    """Words alone: "White - British" and "white british" are one."""
    return " ".join(re.findall(r"[0-9a-z]+", text.lower().replace("&", " and ")))


def _table(codes: Iterable[Code], **others: str) -> dict[str, str]:
    """Folded words -> code: the code itself, its label, and what else it is called."""
    table = {}
    for code in codes:
        words = (code.code, code.label, *others.get(code.code, "").split(","))
        table.update({_fold(word): code.code for word in words if _fold(word)})
    return table


_YES_NO = {
    **dict.fromkeys(("y", "yes", "true", "t", "1", "1 0", "eligible"), "Y"),
    **dict.fromkeys(("n", "no", "false", "f", "0", "0 0", "not eligible"), "N"),
}
_SEXES = _table(SEX, M="boy,man", F="girl,woman", U="not known,not specified,unspecified")
_YEARS = _table(NC_YEARS, R="year r,yr r,reception year,rec,0,year 0")
_NEEDS = _table(
    SEN_PROVISION,
    N="none,no,no sen,no send,not sen,no special educational needs,no sen need",
    K="support,send support,sen k,yes sen support,school support",
    E="ehcp,ehc plan,ehc,sen e,education health and care plan ehcp,education health care plan",
)
_STATUSES = _table(
    ENROLMENT_STATUSES,
    C="current,single,single registration,current single registration,"
    "current single registration at this school,on roll",
    M="main,dual main,dual registration main,main dual registration,"
    "current main dual registration,current main",
    S="subsidiary,sub,dual subsidiary,subsidiary dual registration,"
    "current subsidiary dual registration,current subsidiary",
    G="guest pupil,guest pupil not registered at this school",
    F="fe,fe college,further education college",
    O="other,other provider",
)
_ETHNICITIES = _table(
    ETHNICITY,
    WBRI="white english welsh scottish northern irish or british",
    WIRI="irish",
    WIRT="traveller of irish heritage,irish traveller",
    WROM="gypsy roma,roma gypsy",
    WOTH="white any other white background,white other,other white background",
    BCRB="caribbean",
    BAFR="african",
    BOTH="black any other black background,other black background",
    AOTH="asian any other asian background,other asian background",
    MOTH="any other mixed background,other mixed background,any other mixed",
    OOTH="other ethnic group any other ethnic group,any other ethnic background",
    NOBT="not obtained,information not obtained,not known,not yet obtained",
    REFU="prefer not to say,information refused",
)


def read_value(column: str, text: str) -> str:
    """The code that a cell of one of our roll columns stands for; else the text as it is.

    Dates are left for `read_date`, names for the kind: only codes are read here.
    """
    reader = _READERS.get(column)
    return reader(text) if reader and text else text


def _exactly(table: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: table.get(_fold(text), text)


def _by(table: Mapping[str, str]) -> Callable[[str], str]:
    """Also reads a code with its label after it: "K - SEN Support", "WBRI (White British)"."""

    def read(text: str) -> str:
        first = _CODE_FIRST.match(text)
        words = [_fold(text), _fold(first[1])] if first else [_fold(text)]
        return next((table[word] for word in words if word in table), text)

    return read


def _year(text: str) -> str:
    found = _YEAR.fullmatch(text.lower())
    number = str(int(found[1])) if found else ""
    return _YEARS.get(number) or _by(_YEARS)(text)


def _ethnicity(text: str) -> str:
    known = _by(_ETHNICITIES)(text)
    group_off = _ETHNIC_GROUPS.sub("", _fold(text))
    return _ETHNICITIES.get(group_off, text) if known == text else known


def _authority(text: str) -> str:
    found = _AUTHORITY.fullmatch(text)
    return found[1] if found else text


_READERS: Mapping[str, Callable[[str], str]] = {
    "sex": _by(_SEXES),
    "nc_year": _year,
    "enrol_status": _by(_STATUSES),
    "joined": _exactly({"usual": "usual", "in year": "in_year"}),
    "sen_provision": _by(_NEEDS),
    "fsm": _exactly(_YES_NO),
    "ethnicity": _ethnicity,
    "home_la": _authority,
    "looked_after": _exactly(_YES_NO),
    "protected": _exactly(_YES_NO),
}
