"""How names, days, moments and states are put into words, on pages and on paper alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from apregister import moment

NO_NAME = "Name not given"
LONDON = ZoneInfo("Europe/London")
_STATES = {
    "missed": ("Missed", "red"),
    "running": ("Running", "blue"),
    "warning": ("Warning only", "yellow"),
    "met": ("Met", "green"),
    "met_late": ("Met late", "yellow"),
    "lapsed": ("Lapsed", "grey"),
    "over": ("No longer owed", "grey"),
    "never_met": ("Never met, no longer owed", "grey"),
    "not_started": ("Not started", "grey"),
}


def full_name(details: Mapping[str, Any]) -> str:
    """Forename and surname, as far as they are known."""
    given = [str(details[name]) for name in ("forename", "surname") if details.get(name)]
    return " ".join(given) or NO_NAME


def day(one: date) -> str:
    """14 September 2026."""
    return f"{one:%-d %B %Y}"


def at(stored: str) -> str:
    """A stored moment in England's time, to the minute: 14 September 2026 at 09:05."""
    return f"{moment.read(stored).astimezone(LONDON):%-d %B %Y at %H:%M}"


def tag(words: str, colour: str) -> Markup:
    """A state as a tag; the words say what the colour only repeats."""
    shape = '<strong class="govuk-tag govuk-tag--{}">{}</strong>'
    return Markup(shape).format(colour, words)


def state_tag(state: str) -> Markup:
    """The state of a clock as a tag."""
    return tag(*_STATES.get(state, (state, "grey")))
