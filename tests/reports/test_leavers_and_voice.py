"""Offers, 1 December, progress, wellbeing as a change, and what pupils and parents say."""

from datetime import date

import pytest

from movements.actor import Actor
from movements.kinds import KINDS
from movements.problems import Refused
from movements.record import Told, record
from movements.register import find_pupil
from reports.voices import Voices, voices
from tests.reports.world import BRIDGE, FIRST, LAST, LODGE, ON, World

LEAVER_SINCE = "2025-01-13"
"""A placement in Year 11: the leavers of summer 2025, whose follow-ups fall due in 2025-26."""


def _leaver(world: World) -> str:
    who = world.pupil(11)
    world.placed(who, LEAVER_SINCE)
    return who


# What is told, and when -> yes, of, not known
OFFERS = [
    ([], 0, 1, 1),
    ([("college", "2025-05-12")], 1, 1, 0),
    ([("none", "2025-09-22")], 0, 1, 0),
    ([("none", "2025-06-09"), ("training", "2025-09-29")], 1, 1, 0),
    ([("college", "2025-10-01")], 0, 1, 1),
]


@pytest.mark.parametrize(("told", "yes", "of", "unknown"), OFFERS)
def test_an_offer_by_the_end_of_september(
    authority: World, told: list[tuple[str, str]], yes: int, of: int, unknown: int
) -> None:
    who = _leaver(authority)
    for offer, on in told:
        authority.moved("post_16_offer", who, on, at=LODGE, offer=offer)
    counts = authority.counts("P16-3")
    assert (counts.yes, counts.of, counts.unknown) == (yes, of, unknown)


# Destination, from, to, told on -> yes, not known
ON_1_DECEMBER = [
    ("education", "2025-09-08", "", "2026-01-12", 1, 0),
    ("education", "2025-09-08", "", "2025-11-03", 0, 1),
    ("neet", "2025-11-03", "", "2025-12-08", 0, 0),
    ("training", "2025-12-02", "", "2025-12-08", 0, 1),
]


@pytest.mark.parametrize(("what", "first", "last", "on", "yes", "unknown"), ON_1_DECEMBER)
def test_in_step_on_1_december(
    authority: World, what: str, first: str, last: str, on: str, yes: int, unknown: int
) -> None:
    span = {"destination": what, "from": first, "to": last}
    authority.moved("destination", _leaver(authority), on, at=LODGE, **span)
    counts = authority.counts("P16-2")
    assert (counts.yes, counts.of, counts.unknown) == (yes, 1, unknown)


def _result(world: World, who: str, on: str, subject: str, level: str, start: str = "") -> None:
    answers = {"subject": subject, "level": level, "baseline": start}
    world.moved("attainment", who, on, at=LODGE, **answers)


def test_progress_is_from_the_pupils_own_start_told_or_assessed(authority: World) -> None:
    told, assessed, half, unknown = (authority.pupil(10) for _ in range(4))
    for who in (told, assessed, half, unknown):
        authority.placed(who, "2025-11-03")
    for subject in ("english", "maths"):
        _result(authority, told, "2026-06-16", subject, "gcse_2", "entry_3")
        _result(authority, assessed, "2025-11-10", subject, "entry_1")
        _result(authority, assessed, "2026-06-16", subject, "entry_2")
        _result(authority, unknown, "2026-06-16", subject, "level_1")
    _result(authority, half, "2026-06-16", "english", "level_1", "level_1")
    counts = authority.counts("ATM-3")
    assert (counts.yes, counts.of, counts.unknown) == (2, 3, 1)
    assert counts.value == pytest.approx((2 + 1 + 0) / 3)


def test_wellbeing_changes_in_metric_points(authority: World) -> None:
    higher, lower, once = authority.pupils(3)
    for who, scores in ((higher, ("17", "22")), (lower, ("22", "21")), (once, ("20",))):
        authority.placed(who, "2025-09-15")
        for on, score in zip(("2025-09-22", "2026-01-26"), scores, strict=False):
            authority.moved("wellbeing", who, on, at=LODGE, score=score)
    counts = authority.counts("WEL-1")
    assert (counts.yes, counts.of, counts.unknown) == (1, 2, 1)
    assert counts.value == pytest.approx(((19.98 - 16.88) + (19.25 - 19.98)) / 2)


def _asked(world: World, who: str, on: str, of: str = "pupil", at: str = LODGE) -> int:
    """A link given on a day, good for 28."""
    until = date.fromisoformat(on).toordinal() + 28
    told = {"of": of, "setting": world.place(at).id, "token_hash": f"{len(who + on + of):064x}"}
    return _recorded(world, "voice_asked", who, on, until=date.fromordinal(until), **told)


def _given(world: World, who: str, on: str, asked: int, of: str = "pupil", **says: str) -> None:
    told = {"asked": asked, "of": of, "setting": world.place(LODGE).id, **says}
    _recorded(world, "voice_given", who, on, **told)


def _recorded(world: World, kind: str, who: str, on: str, **answers: object) -> int:
    pupil = find_pupil(world.session, who)
    assert pupil is not None
    by = Actor("officer", "la_officer", authority="330")
    movement = KINDS[kind].model_validate({"on": on, **answers})
    return record(world.session, movement, Told(pupil, None, by, "form")).entry


def test_no_link_is_given_to_who_was_not_there(authority: World) -> None:
    [who] = authority.pupils(1)
    authority.placed(who, "2025-09-15", to=BRIDGE)
    with pytest.raises(Refused) as no:
        _asked(authority, who, "2026-02-02")
    assert [(one.field, one.code) for one in no.value.problems] == [("setting", "not_there")]


def test_voice_counts_links_given_and_links_answered(authority: World) -> None:
    good, poor, silent, open_still, elsewhere = authority.pupils(5)
    for who in (good, poor, silent, open_still):
        authority.placed(who, "2025-09-15")
    authority.placed(elsewhere, "2025-09-15", to=BRIDGE)
    agrees = dict.fromkeys(("self_esteem", "opportunity"), "agree")
    for who, says in ((good, "very_good"), (poor, "dont_know")):
        link = _asked(authority, who, "2026-02-02")
        _given(authority, who, "2026-02-09", link, overall=says, activity="neither", **agrees)
    _asked(authority, silent, "2026-02-02")
    _asked(authority, open_still, "2026-08-10")
    _asked(authority, elsewhere, "2026-02-02", at=BRIDGE)
    parent = _asked(authority, good, "2026-02-02", of="parent")
    _given(authority, good, "2026-02-09", parent, of="parent", overall="good")
    counts = authority.counts("VOI-1", on=date(2026, 8, 11))
    assert (counts.yes, counts.of, counts.unknown, counts.not_yet_due) == (1, 2, 1, 0)
    assert (authority.counts("VOI-2").yes, authority.counts("VOI-2").of) == (1, 1)
    assert (authority.counts("WEL-3").yes, authority.counts("WEL-3").of) == (0, 2)
    assert authority.counts("VOI-1", at=BRIDGE).asked == 1


def test_too_few_answers_are_cannot_tell(authority: World) -> None:
    for n, who in enumerate(authority.pupils(4)):
        authority.placed(who, "2025-09-15")
        link = _asked(authority, who, "2026-02-02")
        if n == 0:
            _given(authority, who, "2026-02-09", link, overall="good")
    row = next(row for row in authority.scorecard().rows if row.measure.id == "VOI-1")
    assert row.band.word == "can't tell"
    assert "3 of 4 pupils is not known" in row.band.why
    assert "3 of 4 pupils not followed up" in row.gaps


def test_a_rosenberg_total_of_the_year_before_goes_with_the_link(authority: World) -> None:
    who, earlier = authority.pupils(2)
    for pupil, told in ((who, ("2025-11-03", "12")), (earlier, ("2025-01-20", "28"))):
        authority.placed(pupil, "2025-01-13")
        authority.moved("wellbeing", pupil, told[0], at=LODGE, scale="RSES", score=told[1])
    authority.moved("wellbeing", who, "2026-01-12", at=LODGE, scale="RSES", score="18")
    for pupil in (who, earlier):
        _asked(authority, pupil, "2026-02-02")
    counts = authority.counts("WEL-3")
    assert (counts.yes, counts.of, counts.unknown) == (1, 1, 1)
    assert authority.counts("VOI-1").unknown == 2


def _says(world: World, who: str, words: str, may_show: str = "Y", of: str = "pupil") -> None:
    link = _asked(world, who, "2026-02-02", of=of)
    _given(world, who, "2026-02-09", link, of=of, overall="good", words=words, may_show=may_show)


def test_words_are_shown_where_ten_answered_and_who_said_them_agreed(authority: World) -> None:
    def said() -> tuple[Voices, ...]:
        return voices(authority.session, authority.place(LODGE), FIRST, LAST, ON)

    pupils = authority.pupils(11)
    for who in pupils:
        authority.placed(who, "2025-09-15")
    named, secret, refused, *others = pupils
    authority.moved("pupil_details", named, "2025-09-02", nc_year="9", forename="Robin")
    authority.moved("pupil_details", secret, "2025-09-02", nc_year="9", protected="Y")
    _says(authority, named, "They call me robin here")
    _says(authority, secret, "It is far from home")
    _says(authority, refused, "Only for the council", may_show="N")
    for n, who in enumerate(others[:-2]):
        _says(authority, who, f"{'zyxwvu'[n]} is for workshop")
    assert said() == (Voices("pupil", 9, ()), Voices("parent", 0, ()))
    assert said()[0].as_dict()["answered"] is None
    _says(authority, others[-2], "A good place")
    pupils_say, parents_say = said()
    assert pupils_say.answered == 10
    assert pupils_say.words[0] == "A good place"
    assert pupils_say.words == tuple(sorted(pupils_say.words))
    assert len(pupils_say.words) == 7, "not the name, the protected child's, nor what was refused"
    _says(authority, named, "As a parent", of="parent")
    assert parents_say.words == said()[1].words == ()
