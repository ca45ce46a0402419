"""AP settings: the list of an authority's, and one setting with its pupils and its scorecard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, request
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.wrappers import Response

from apregister.auth.permissions import may, permission
from apregister.db import reading
from apregister.sight import may_see_place
from apregister.traced import Trace, trace
from apregister.web.listing import Listed, listed_of
from apregister.web.pages import page
from apregister.web.place_names import authority_of
from apregister.web.pupil_page import Fact, authority_name
from apregister.web.shell import actor, engines, note_look
from apregister.web.synthetic import is_synthetic
from movements.codes import CODE_SETS
from movements.kinds import KINDS
from movements.places import PlaceFacts, place_facts
from movements.problems import Problem, Refused
from movements.record import today
from movements.school_as_setting import may_be_told
from movements.school_days import school_year_start
from movements.standing import Provision
from reports.charts import profile_chart
from reports.school_years import years
from reports.scorecard import Scorecard, scorecard
from reports.voices import IN_THEIR_WORDS, Voices, voices

place_pages = Blueprint("places", __name__)

YEARS_OFFERED = 4


@dataclass(frozen=True)
class Placed:
    """A pupil placed with the setting now."""

    pupil: str
    name: str
    kind: str
    since: date
    planned_end: date | None
    by: str


@place_pages.get("/places", endpoint="places")
@permission("see_scorecard")
def places_page() -> Response:
    """The AP settings of one's authority, the open ones first."""
    with reading(engines().register) as session:
        found = place_facts(session)
    authority = authority_of(actor(), found)
    settings = [one for one in found.values() if one.is_ap_setting and one.la_code == authority]
    settings.sort(key=lambda one: (one.status == "closed", one.name))
    name = authority_name(authority) if authority else "No authority"
    schools = [one for one in found.values() if one.is_mainstream and may_see_place(one, actor())]
    schools.sort(key=lambda one: (one.name, one.id))
    with reading(engines().register) as session:
        untold = _untold(session) if may(actor().role, "see_funnels") else []
    return page("places.html", settings=settings, schools=schools, authority=name, untold=untold)


def _untold(session: Session) -> list[PlaceFacts]:
    """Schools where pupils are placed now that nobody has told to be alternative provision."""
    listed = listed_of(session)
    placed = {
        episode.place
        for pupil, standing in listed.seen.items()
        if standing.provision and listed.whole(pupil)
        for episode in standing.provision
        if episode.kind == "ap_placement" and not listed.shown(pupil).hides(episode.place)
    }
    found = (one for id_, one in listed.places.items() if id_ in placed and may_be_told(one))
    return sorted(found, key=lambda one: (one.name, one.id))


@place_pages.get("/places/<place>")
@permission("see_scorecard")
def place_page(place: str) -> Response:
    """One AP setting of one's authority: its facts and one's own pupils there now.

    Its scorecard is for the setting itself and for the authority: counts are small.
    """
    problems: tuple[Problem, ...] = ()
    card: Scorecard | None = None
    said: tuple[Voices, ...] = ()
    with reading(engines().register) as session:
        facts = setting_of_address(session, place)
        placed = _placed(session, facts) if may(actor().role, "see_pupil") else None
        may_see_card = may_see_place(facts, actor())
        try:
            card = scorecard(session, facts, year_asked(), today()) if may_see_card else None
            said = voices(session, facts, *years(year_asked()), today()) if card else ()
        except Refused as refused:
            problems = refused.problems
    note_look("scorecard" if card else "setting", place_id=place)
    return page(
        "place.html",
        part="_scorecard.html",
        status=422 if problems else 200,
        problems=problems,
        place=facts,
        facts=list(_facts(facts)),
        placed=placed,
        card=card,
        may_see_card=may_see_card,
        voices=said,
        in_their_words=IN_THEIR_WORDS.cite,
        chart=Markup(profile_chart(card)) if card else "",
        years=years_offered(),
        year=year_asked(),
        synthetic_card=is_synthetic() or bool(card and card.synthetic),
    )


@place_pages.get("/places/<place>/scorecard/<measure>", endpoint="trace")
@permission("see_pupil")
def trace_page(place: str, measure: str) -> Response:
    """Who is counted in a measure of one's own setting or authority, and by which entries."""
    told: Trace | None = None
    problems: tuple[Problem, ...] = ()
    with reading(engines().register) as session:
        facts = setting_of_address(session, place)
        if not may_see_place(facts, actor()):
            abort(404)
        try:
            told = trace(session, facts, measure, year_asked(), actor(), today())
        except Refused as refused:
            problems = refused.problems
    note_look("trace", place_id=place)
    status = 422 if problems else 200
    return page("trace.html", status=status, problems=problems, place=facts, told=told)


def setting_of_address(session: Session, place: str) -> PlaceFacts:
    """The AP setting of this address; 404 for any other place and for another authority's."""
    by = actor()
    known = place_facts(session, {place, *by.places})
    found = known.get(place)
    if found is None or not found.is_ap_setting:
        abort(404)
    if found.id not in by.places and found.la_code != authority_of(by, known):
        abort(404)
    return found


def _facts(place: PlaceFacts) -> Iterator[Fact]:
    sort = place.type_name or (place.setting_type and _setting_type(place.setting_type))
    if sort:
        used = ("Used as alternative provision, as its authority says",)
        yield Fact("Type", (sort, *(used if place.is_used_as_ap else ())))
    numbers = [f"URN {place.urn}"] if place.urn else []
    numbers += [f"UKPRN {place.ukprn}"] if place.ukprn else []
    yield Fact("Known as", (*numbers, f"Id {place.id}"))
    if place.la_code:
        yield Fact("Authority", (authority_name(place.la_code),))
    yield Fact("Status", (_status(place),))
    if place.low_age is not None and place.high_age is not None:
        yield Fact("Ages", (f"{place.low_age} to {place.high_age}",))


def _setting_type(code: str) -> str:
    return CODE_SETS["SETTING_TYPES"].label(code)


def _status(place: PlaceFacts) -> str:
    words = place.status.replace("_", " ").capitalize()
    return f"{words} since {place.closed:%-d %B %Y}" if place.closed else words


def _placed(session: Session, place: PlaceFacts) -> list[Placed]:
    """The pupils placed here now whom this actor may see; a protected child is not listed."""
    listed = listed_of(session)
    found = [
        _row(listed, pupil, episode)
        for pupil, standing in listed.seen.items()
        if listed.whole(pupil) and not listed.shown(pupil).hides(place.id)
        for episode in standing.provision_at(place.id)
    ]
    return sorted(found, key=lambda row: (row.since, row.name))


def _row(listed: Listed, pupil: str, episode: Provision) -> Placed:
    return Placed(
        pupil,
        listed.name(pupil),
        KINDS[episode.kind].title,
        episode.since,
        episode.planned_end,
        listed.place(pupil, episode.by),
    )


def years_offered() -> list[str]:
    """The school years to choose from, the last first."""
    first = school_year_start(today(), "1 September").year
    years = range(first, first - YEARS_OFFERED, -1)
    return [f"{year}-{(year + 1) % 100:02d}" for year in years]


def year_asked() -> str:
    """The school year asked for; the last whole one unless said."""
    return request.args.get("year") or years_offered()[1]
