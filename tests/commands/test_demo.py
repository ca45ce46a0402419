"""The demonstration: built through the doors, one account for each role, never half there."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from apregister.auth.people import Account
from apregister.auth.permissions import EVERYONE
from apregister.commands import showing
from apregister.db import open_engines, reading
from movements.entry import EntryRow
from movements.register import standings
from tests.commands.world import Office, run


def kinds(session: Session) -> set[str]:
    return set(session.exec(select(col(EntryRow.kind)).distinct()))


def test_the_demo_has_every_role_and_cases_and_refuses_nothing(bare: Office) -> None:
    url = f"sqlite:///{bare.folder}/demo.db"
    done = run("demo", "--pupils", "240", "--db", url)
    assert done.code == 0
    assert "refused" not in done.out
    engines = open_engines(url)
    with reading(engines.register) as session:
        accounts = session.exec(select(Account)).all()
        assert {account.role for account in accounts} == EVERYONE
        assert all(account.demo for account in accounts)
        told = {"case_agreed", "case_allocated", "suspension", "ap_placement", "attachment"}
        assert told <= kinds(session)
        assert any(one.protected for one in standings(session, None, date.max).values())
    engines.dispose()
    kept = (bare.folder / "demo.db.demo-accounts").read_text(encoding="utf-8")
    assert all(account.sign_in_name in kept for account in accounts)
    assert list((bare.folder / "demo.db.attachments").glob("??/*"))
    assert run("verify", "--db", url).code == 0
    again = run("demo", "--db", url)
    assert again.code == 0
    assert "nothing was changed" in again.out


def test_a_demo_that_was_interrupted_is_not_there(
    bare: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(showing, "take_in_all", interrupted)
    assert run("demo", "--pupils", "240", "--db", f"sqlite:///{bare.folder}/demo.db").code != 0
    assert not list(bare.folder.glob("*demo*"))
