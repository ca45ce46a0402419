"""My digest: the mail of today on a page, what is asked for, and sending it once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from apregister.auth.accounts import account_named, close_account
from apregister.commands import digesting
from apregister.db import reading, writing
from apregister.digest import digest_of
from apregister.digest_sent import mails_of, send_all
from apregister.digest_wishes import DigestWish, wishes_due
from apregister.post import Post, post_of
from apregister.settings import Settings, Unsafe
from movements.actor import Actor
from movements.record import stop_clock_at
from tests.commands.world import run
from tests.shell.fake_smtp import REFUSED, Box, mail_server
from tests.spec.world import World as SpecWorld
from tests.spec.world import world as spec_world
from tests.web.world import NAMES, NOW, OAK, World

TODAY = NOW.date()
TO = "olive.officer@example.org"
WISH = {"email": TO, "every": "day"}
PLACES = tuple(NAMES.values())
CHILDREN = ("Amy", "Ben", "Cal", "Eve", "Fay", "Gus", "Example")


def _post(box: Box) -> Post:
    return post_of(Settings(smtp=box.url, mail_from="register@example.org"))


def _send(world: World, box: Box, on: date = TODAY) -> list[str]:
    """What became of each mail of a day, with the address it went to."""
    mails = mails_of(world.engines, on, "https://register.example.org/")
    found = send_all(world.engines, _post(box), mails, on)
    return [f"{one.outgoing.to}{' refused' if one.problem else ''}" for one in found]


@pytest.fixture
def wished(world: World) -> World:
    """The officer wants it every day."""
    world.enter("officer")
    assert world.send("/digest", **WISH).status_code == 303
    return world


def test_the_page_shows_the_mail_of_today_with_no_child_and_no_place(world: World) -> None:
    for name in ("officer", "oak", "both", "lodge", "auditor"):
        world.enter(name)
        text = world.see("/digest").text
        mail = text.partition("<pre>")[2].partition("</pre>")[0]
        assert "No child and no place is named here" in mail
        assert not [word for word in (*PLACES, *CHILDREN, "p_") if word in mail], name
    world.enter("panel")
    assert world.see("/digest").status_code == 403


def test_an_authority_hears_what_another_is_asked_of_a_child_who_lives_with_it() -> None:
    with spec_world() as told:
        told.moved("2026-09-02", "far", "on_roll")
        told.moved("2026-09-02", "far", "pupil_details", "home_la=330")
        told.moved("2026-09-07", "far", "removal_from_roll", "ground=g")
        stop_clock_at(datetime(2026, 9, 8, 12, tzinfo=UTC))
        waiting = {code: _waiting(told, code) for code in ("330", "331", "332")}
    assert waiting == {"330": ["no_roll"], "331": ["no_roll"], "332": []}


def _waiting(told: SpecWorld, authority: str) -> list[str]:
    by = Actor("Olive Officer", "la_officer", authority=authority)
    (found,) = digest_of(told.session, by, date(2026, 9, 8))
    return [one.cause for one in found.waiting]


def test_what_is_left_out_is_in_no_mail_and_can_be_asked_for_again(wished: World) -> None:
    page = wished.see("/digest").text
    offered = [one.partition('"')[0] for one in page.split('name="offered" value="')[1:]]
    assert len(offered) > 2
    assert f'value="{TO}"' in page
    wished.send("/digest", **WISH, offered=offered, what=offered[1:])
    with reading(wished.engines.register) as session:
        [(wish, _)] = wishes_due(session, TODAY)
        assert wish.without == {offered[0]}
    again = wished.see("/digest").text
    assert again.count('name="offered"') == len(offered), "it is still there to be ticked"
    assert f'value="{offered[0]}" checked' not in again


@pytest.mark.parametrize(
    "wrong", [{"email": "olive"}, {"email": "o@x.org\nBcc: a@b.org"}, {"every": "hour"}]
)
def test_what_cannot_be_is_said_and_nothing_is_kept(world: World, wrong: dict[str, str]) -> None:
    world.enter("officer")
    assert world.send("/digest", **WISH | wrong).status_code == 422
    with reading(world.engines.register) as session:
        assert wishes_due(session, TODAY) == []


def test_each_is_sent_once_on_its_day_and_a_refused_one_keeps_no_other(wished: World) -> None:
    wished.enter("oak")
    wished.send("/digest", email=REFUSED, every="day")
    wished.enter("auditor")
    wished.send("/digest", email="week@example.org", every="week")
    with mail_server() as box:
        assert _send(wished, box) == ["week@example.org", f"{REFUSED} refused", TO]
        assert _send(wished, box) == [f"{REFUSED} refused"]
        morrow = _send(wished, box, TODAY + timedelta(days=1))
        assert morrow == [f"{REFUSED} refused", TO], "the week's is sent from Monday on"
        assert "week@example.org" in _send(wished, box, TODAY + timedelta(days=7))
    letter = box.held[0]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"].startswith("Register of pupil movements: ")
    text = letter.get_payload()
    assert "https://register.example.org/due?state=missed" in text
    assert not [word for word in (*PLACES, *CHILDREN, "p_") if word in text]


def test_nobody_is_sent_what_was_stopped_or_after_the_account_is_closed(wished: World) -> None:
    wished.send("/digest", email="", every="never")
    with reading(wished.engines.register) as session:
        assert not session.exec(select(DigestWish)).all()
    wished.send("/digest", **WISH)
    with writing(wished.engines.register) as session:
        account = account_named(session, "officer")
        assert account is not None
        close_account(session, account)
    assert mails_of(wished.engines, TODAY, None) == []


def test_the_command_sends_and_says_what_is_missing(
    wished: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digesting, "today", lambda: TODAY)
    url = wished.engines.register.url.render_as_string(hide_password=False)
    dry = run("digest", "--send", "--dry-run", "--db", url)
    assert (dry.code, "1 to send, 0 refused" in dry.out) == (0, True), dry.err
    unset = run("digest", "--send", "--db", url)
    assert unset.code == 2
    assert "APREGISTER_SMTP" in unset.err
    assert run("digest", "--db", url).code == 2
    monkeypatch.setenv("APREGISTER_MAIL_FROM", "register@example.org")
    with mail_server() as box:
        monkeypatch.setenv("APREGISTER_SMTP", box.url)
        assert "1 sent, 0 refused" in run("digest", "--send", "--db", url).out
        assert "0 sent, 0 refused" in run("digest", "--send", "--db", url).out
    assert len(box.held) == 1
    monkeypatch.setenv("APREGISTER_SMTP", "smtp://127.0.0.1:1")
    with writing(wished.engines.register) as session:
        ((wish, _),) = wishes_due(session, TODAY + timedelta(days=1))
        wish.sent_on = None
    gone = run("digest", "--send", "--db", url)
    assert (gone.code, "cannot be used" in gone.err) == (2, True)


@pytest.mark.parametrize("smtp", ["mail.example.org", "http://x", "smtp://:25", "smtp://x:nan"])
def test_an_address_that_is_no_mail_servers_is_refused_and_not_repeated(smtp: str) -> None:
    with pytest.raises(Unsafe) as refused:
        post_of(Settings(smtp=smtp, mail_from="a@example.org"))
    assert smtp not in str(refused.value)
    secret = Settings(smtp="smtps://u:s3cret@mail.example.org", mail_from="a@example.org")
    assert "s3cret" not in repr(secret)
    assert post_of(secret).port == 465


def test_the_person_named_is_sent_how_much_is_long_overdue(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digesting, "today", lambda: TODAY + timedelta(days=60))
    url = world.engines.register.url.render_as_string(hide_password=False)
    named = ("--authority", "330", "--name", "Head", "--email", "head@example.org", "--db", url)
    for owner in ("la:330", OAK):
        told = ("escalation", "set", "--school", owner, "--from", "2026-09-01")
        assert run(*told, *named).code == 0
    dry = run("escalation", "send", "--dry-run", "--db", url)
    assert (dry.code, "1 to send, 0 refused" in dry.out) == (0, True), dry.err
    monkeypatch.setenv("APREGISTER_MAIL_FROM", "register@example.org")
    with mail_server() as box:
        monkeypatch.setenv("APREGISTER_SMTP", box.url)
        assert "1 sent, 0 refused" in run("escalation", "send", "--db", url).out
    (letter,) = box.held
    assert letter["Subject"].endswith(" long overdue")
    text = letter.get_payload()
    assert "overdue by 10 school days or more" in text
    assert "Due within" not in text
    assert not [word for word in (*PLACES, *CHILDREN, "p_") if word in text]
