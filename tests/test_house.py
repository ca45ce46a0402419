"""The rules of the house that no import contract can say.

Sizes and words keep the rooms small and their names plain; the rest says where time, the
environment and the database's last word may be.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

import grimp

from tests.house import (
    FLOORS,
    OURS,
    ROOT,
    calls,
    files,
    functions,
    imported,
    length,
    lines_of,
    modules,
    name_of,
    nodes,
    written,
)

SLOW_TO_LOAD = {"pandas", "scipy", "statsmodels"}
TIMES = re.compile(r"\b(date|datetime)\.(today|now|utcnow)$")
UNWELCOME = {
    *("common", "helper", "helpers", "kpi", "manager", "managers", "rag", "service", "services"),
    *("student", "students", "ticket", "tickets", "util", "utils", "workflow", "workflows"),
}
# Written in halves, so that this file does not find itself.
HOSTS = ["pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "debian" + ".org"]
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.<])/(" + "|".join(("work", "farm", "root")) + r")/")


def test_only_the_database_room_commits() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in modules(*OURS)
        for line, called in calls(path)
        if called.endswith(".commit") and name_of(path) != "apregister/db.py"
    ]
    assert not found, f"writing() in apregister/db.py commits, and nothing else: {found}"


def test_only_the_way_in_and_the_shell_know_what_time_it_is() -> None:
    found = [
        f"{name_of(path)}:{line} {called}"
        for path in modules("movements", "fair_access", "reports", "fixtures")
        for line, called in calls(path)
        if TIMES.search(called) and name_of(path) != "movements/record.py"
    ]
    assert not found, f"take `today` as an argument instead: {found}"


def test_only_settings_read_the_environment() -> None:
    found = [
        name_of(path)
        for path in modules(*OURS)
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and ast.unparse(node) in ("os.environ", "os.getenv")
        and name_of(path) != "apregister/settings.py"
    ]
    assert not found, f"ask apregister.settings instead: {found}"


def test_no_file_is_over_400_lines() -> None:
    long = {name_of(path): lines_of(path) for path in written() if lines_of(path) > 400}
    assert not long, f"split these by what they are about: {long}"


def test_no_function_is_over_50_lines() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name} {length(function)}"
        for path in files()
        if path.suffix == ".py"
        for function in functions(path)
        if length(function) > 50
    ]
    assert not long, f"say these in smaller steps: {long}"


def test_the_median_file_and_function_stay_small() -> None:
    sizes = [lines_of(path) for path in modules(*FLOORS)]
    lengths = [length(f) for path in modules(*FLOORS) for f in functions(path)]
    assert median(sizes) <= 120
    assert median(lengths or [0]) <= 8


def test_imports_stand_at_the_top_of_the_file() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(*OURS)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and {*imported(node)} - SLOW_TO_LOAD
    ]
    assert not found, f"only {sorted(SLOW_TO_LOAD)} may be imported inside a function: {found}"


def test_nothing_of_ours_is_imported_for_types_alone() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(*OURS)
        for guard in nodes(path)
        if isinstance(guard, ast.If) and "TYPE_CHECKING" in ast.unparse(guard.test)
        for node in ast.walk(guard)
        if isinstance(node, ast.Import | ast.ImportFrom) and {*imported(node)} & {*OURS}
    ]
    assert not found, f"an import for types hides a circle: {found}"


def test_nothing_goes_in_circles() -> None:
    graph = grimp.build_graph(*OURS, cache_dir=None)
    wants = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
    while free := {m for m, wanted in wants.items() if not wanted}:
        wants = {m: wanted - free for m, wanted in wants.items() if m not in free}
    assert not wants, f"these import one another in a circle, or what does: {sorted(wants)}"


def test_asking_for_help_does_not_wait_for_what_is_slow_to_load() -> None:
    ask = "import sys, apregister.__main__; print(*sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert SLOW_TO_LOAD.isdisjoint(shown.stdout.split()), "import these where they are used"


def _names() -> Iterator[tuple[str, str]]:
    """Every module and class we name, and where."""
    for path in modules(*OURS, "tests"):
        yield name_of(path), path.stem if path.stem != "__init__" else path.parent.name
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                yield f"{name_of(path)}:{node.lineno}", node.name


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_names_are_the_words_of_the_field() -> None:
    found = [f"{where} {name}" for where, name in _names() if _words(name) & UNWELCOME]
    assert not found, f"say what it is or does, in the field's words: {found}"


def test_no_kept_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in files()
        if path.suffix not in {".png", ".ico", ".svg"}
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if any(host in line for host in HOSTS) or MACHINE_PATH.search(line)
    ]
    assert not found, f"these hold on one machine only: {found}"


def test_the_lock_files_hold_hashes_and_no_address() -> None:
    python = (ROOT / "requirements.txt").read_text()
    browser = (ROOT / "package-lock.json").read_text()
    assert "://" not in python + browser
    unhashed = [line for line in python.splitlines() if line[:1] != " " and line[-1:] != "\\"]
    assert not unhashed
    assert browser.count('"integrity"') == browser.count('"node_modules/')
