"""How templates put days, moments, states and doors into words."""

from flask import Flask

from apregister.letters import iso_day, iso_moment, rule
from apregister.paper_words import at, day, state_tag, tag
from apregister.web.place_names import place_label
from fair_access.fair_share.scheme import plain
from movements.basis import Basis
from movements.counted import counted, noun
from movements.money import in_pounds
from movements.problems import in_a_sentence

_SOURCES = {
    "csv": "a file",
    "api": "the API",
    "form": "a page here",
    "roll": "a roll",
    "panel": "the panel",
}
_LEVELS = {
    "statute": "Law",
    "guidance": "Guidance",
    "proposed": "Proposed law",
    "local": "Local rule",
    "ours": "This register’s own rule",
}
ROLE_TITLES = {
    "school": "school",
    "setting": "AP setting",
    "la_officer": "authority officer",
    "panel_member": "panel member",
    "auditor": "auditor",
    "administrator": "administrator",
}
_SIGNED = {
    "agreed": ("Agreed", "green"),
    "refused": ("Refused", "red"),
    "withdrawn": ("Withdrawn", "red"),
    "missing": ("Missing", "yellow"),
    "unconfirmed": ("Not confirmed", "yellow"),
    "overridden": ("Overridden", "grey"),
}
_LETTERS = {
    "owed": ("Owed", "red"),
    "made": ("Made, not sent", "yellow"),
    "sent": ("Sent or told", "green"),
    "over": ("No longer owed", "grey"),
}
_RESULTS = {
    "accepted": ("Accepted", "green"),
    "already_held": ("Already held", "grey"),
    "refused": ("Refused", "red"),
}


def add_filters(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.filters |= {
        "day": day,
        "moment": at,
        "source": lambda source: _SOURCES.get(source, source),
        "basis": basis,
        "state_tag": state_tag,
        "signature_tag": lambda state: tag(*_SIGNED.get(state, (state, "grey"))),
        "role": lambda role: ROLE_TITLES.get(role, role),
        "place_label": place_label,
        "result_tag": lambda result: tag(*_RESULTS.get(result, (result, "grey"))),
        "letter_tag": lambda state: tag(*_LETTERS[state]),
        "iso_day": iso_day,
        "iso_moment": iso_moment,
        "rule": rule,
        "first_up": lambda words: words[:1].upper() + words[1:],
        "first_down": in_a_sentence,
        "weight": plain,
        "pounds": in_pounds,
        "counted": counted,
        "noun": noun,
        "thousands": lambda number: f"{number:,}",
    }


def basis(rule: Basis) -> str:
    """Where a rule comes from, for a reader who is no lawyer: Law, Guidance, Local rule, ..."""
    return f"{_LEVELS[rule.level]}: {rule.words().removeprefix(f'{rule.level}: ')}"
