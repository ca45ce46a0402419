"""Papers put to a virus scanner before they are kept, where the operator has named one."""

import shlex
import subprocess

from movements.problems import Problem, Refused

LONGEST = 60
"""Seconds that a scan of one paper may take."""
INFECTED = 1
"""The exit code by which ClamAV's programs, and others, say that a virus was found."""


def refuse_infected(data: bytes, scanner: str | None) -> None:
    """Put a paper to the scanner, on its standard input. Nothing is asked where none is named.

    Raises Refused for one in which something was found, and where the scan did not work: what was
    not scanned is not kept.
    """
    if not scanner or not data:
        return
    try:
        ran = subprocess.run(
            shlex.split(scanner), input=data, capture_output=True, timeout=LONGEST, check=False
        )
        found = ran.returncode
    except (OSError, ValueError, subprocess.TimeoutExpired):
        found = -1
    if found == INFECTED:
        words = "A virus was found in the file, and it was not kept. Have its computer looked at."
        raise Refused([Problem("file", "infected", words)])
    if found:
        words = (
            "The file could not be scanned for viruses, and was not kept. Send it again later; if "
            "it happens again, tell whoever keeps the register."
        )
        raise Refused([Problem("file", "not_scanned", words)])
