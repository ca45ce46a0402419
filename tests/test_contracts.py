"""The directions between the floors, as written in pyproject.toml, hold."""

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.house import ROOT


def test_every_direction_written_in_pyproject_holds(capsys: pytest.CaptureFixture[str]) -> None:
    ended = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert ended == EXIT_STATUS_SUCCESS, capsys.readouterr().out
