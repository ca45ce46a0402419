"""Which version of the register this is: its release, and a digest of the rules it judges by.

Two installations of one release say the same of the same entries only if the digest is the same.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import fair_access
import movements
import reports


@cache
def this_version() -> str:
    """The release and the digest, such as "0.1.0 (3f9a1c0b7d24)"."""
    digest = hashlib.sha256()
    for package in (movements, fair_access, reports):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*.py")):
            digest.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return f"{version('apregister')} ({digest.hexdigest()[:12]})"
