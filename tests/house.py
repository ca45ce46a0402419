"""The house's own files, read as text and as syntax, for the tests that look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("apregister", "reports", "fair_access", "movements")
OURS = (*FLOORS, "fixtures")
WRITTEN = {".py", ".html", ".jinja", ".j2", ".css", ".js", ".mjs", ".mako"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file git keeps or is about to: nothing that a build makes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def written() -> list[Path]:
    """The Python, templates, styles and scripts that we write."""
    return [path for path in files() if path.suffix in WRITTEN]


def modules(*packages: str) -> list[Path]:
    """The Python files of these packages."""
    within = {ROOT / package for package in packages}
    return [path for path in files() if path.suffix == ".py" and within & {*path.parents}]


def name_of(path: Path) -> str:
    """The file as people call it: its path from the root of the house."""
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the file's syntax."""
    return tuple(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, those within others too."""
    return (node for node in nodes(path) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, docstring and all."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


@cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Each call's line and what it calls, as written."""
    found = (node for node in nodes(path) if isinstance(node, ast.Call))
    return tuple((node.lineno, ast.unparse(node.func)) for node in found)


def imported(node: ast.AST) -> list[str]:
    """The top-level packages that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [OURS[0] if node.level else (node.module or "").partition(".")[0]]
    return []
