"""A paper is scanned before it is kept, where the operator has named a scanner."""

import pytest

from apregister.scanning import refuse_infected
from apregister.settings import Settings
from apregister.web.shell import Shell
from movements.problems import Refused
from tests.web.test_papers import attach, first_of
from tests.web.world import AMY, World

FINDS = "sh -c 'grep -q Signed && exit 1; exit 0'"


@pytest.mark.parametrize(
    ("scanner", "data", "code"),
    [
        (None, b"Signed", None),
        (FINDS, b"Unsigned", None),
        (FINDS, b"Signed", "infected"),
        ("sh -c 'exit 2'", b"Signed", "not_scanned"),
        ("no-such-scanner -", b"Signed", "not_scanned"),
        ("sh -c 'unclosed", b"Signed", "not_scanned"),
    ],
)
def test_what_the_scanner_says_decides(scanner: str | None, data: bytes, code: str | None) -> None:
    if code is None:
        refuse_infected(data, scanner)
        return
    with pytest.raises(Refused) as refused:
        refuse_infected(data, scanner)
    assert [one.code for one in refused.value.problems] == [code]


def test_a_paper_in_which_something_is_found_is_not_kept(world: World) -> None:
    url = world.engines.register.url.render_as_string(hide_password=False)
    held = world.client.application.extensions
    held["apregister"] = Shell(world.engines, Settings(db=url, virus_scan="sh -c 'exit 1'"))
    world.enter("oak")
    about = first_of(world, AMY, "suspension")
    answer = attach(world, AMY, about)
    assert (answer.status_code, "A virus was found" in answer.text) == (422, True)
    assert not world.entries("attachment")
