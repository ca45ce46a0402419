"""The settings, and what is refused to be served."""

from datetime import date

import pytest

from apregister.settings import DEFAULT_DB, Settings, Unsafe, is_loopback, refuse_unsafe

LONG = "k7Jq2mWz9xVt4bNc8dRf6gHs3pLy5aEu"


def test_what_a_command_was_told_goes_before_the_environment() -> None:
    around = {"APREGISTER_DB": "sqlite:///around.db", "APREGISTER_SECRET": LONG}
    assert Settings.read(environment={}) == Settings(DEFAULT_DB, None)
    assert Settings.read(environment=around) == Settings("sqlite:///around.db", LONG)
    assert Settings.read(db="sqlite:///told.db", environment=around).db == "sqlite:///told.db"


def test_the_environment_cannot_set_the_day() -> None:
    assert Settings.read(environment={"APREGISTER_TODAY": "2026-11-23"}).today is None


def test_papers_have_a_folder_and_a_size_of_their_own() -> None:
    around = {"APREGISTER_ATTACHMENTS": "/srv/papers", "APREGISTER_LARGEST_ATTACHMENT_MB": "25"}
    told = Settings.read(environment=around)
    assert (told.attachments, told.largest_attachment) == ("/srv/papers", 25 * 1024 * 1024)
    unsaid = Settings.read(environment={})
    assert (unsaid.attachments, unsaid.largest_attachment) == (None, 10 * 1024 * 1024)


@pytest.mark.parametrize("size", ["0", "51", "ten", "-1", "1.5"])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    with pytest.raises(Unsafe, match="from 1 to 50"):
        Settings.read(environment={"APREGISTER_LARGEST_ATTACHMENT_MB": size})


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.7", False),
        ("register.example", False),
    ],
)
def test_which_addresses_are_this_machine_only(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


@pytest.mark.parametrize(
    ("host", "secret", "today", "demo", "words"),
    [
        ("127.0.0.1", None, None, True, None),
        ("127.0.0.1", "secret", None, False, None),
        ("127.0.0.1", None, date(2026, 11, 23), True, None),
        ("127.0.0.1", None, date(2026, 11, 23), False, "--today is for the demo only"),
        ("0.0.0.0", None, None, False, None),
        ("0.0.0.0", LONG, None, False, None),
        ("0.0.0.0", LONG, None, True, "has demo accounts"),
        ("0.0.0.0", "changeme", None, False, "easy to guess"),
        ("0.0.0.0", LONG[:31], None, False, "easy to guess"),
        ("register.example", None, None, True, "has demo accounts"),
    ],
)
def test_what_is_refused_to_be_served(
    host: str, secret: str | None, today: date | None, demo: bool, words: str | None
) -> None:
    settings = Settings(secret=secret, today=today)
    if words is None:
        refuse_unsafe(host, settings, demo_accounts=demo)
        return
    with pytest.raises(Unsafe, match=words):
        refuse_unsafe(host, settings, demo_accounts=demo)
