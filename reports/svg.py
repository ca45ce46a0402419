"""The few shapes that charts are drawn with, as text of SVG."""

from collections.abc import Iterable, Sequence
from html import escape

WIDTH = 760
TEXT_SIZE = 15
SMALL = 13


def picture(
    name: str, title: str, about: str, height: int, body: Iterable[str], *, synthetic: bool
) -> str:
    """A chart around its parts: titled, described, and SYNTHETIC where its pupils are invented."""
    warning = "SYNTHETIC: invented pupils"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ap-chart" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" aria-labelledby="{name}-title {name}-about" '
        f'font-family="inherit" fill="currentColor" color="#0b0c0c">',
        f'<title id="{name}-title">{escape(title)}{f". {warning}" if synthetic else ""}</title>',
        f'<desc id="{name}-about">{escape(about)}</desc>',
    ]
    if synthetic:
        parts.append(text("ap-chart__synthetic", 0, 16, warning, weight="700"))
    return "\n".join([*parts, *body, "</svg>"])


def spoken(words: str) -> str:
    """The words a shape is known by."""
    return f"<title>{escape(words)}</title>"


def text(
    kind: str,
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    size: int = TEXT_SIZE,
    weight: str = "400",
) -> str:
    """A line of text at a point; `anchor` says which end of it is there."""
    return (
        f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def stroke(
    kind: str,
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    opacity: str = "1",
    width: str = "1",
) -> str:
    """A straight line."""
    return (
        f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="currentColor" '
        f'stroke-opacity="{opacity}" stroke-width="{width}"/>'
    )


def polyline(
    kind: str, points: Sequence[tuple[float, float]], dashes: str = "none", width: str = "2"
) -> str:
    """A line through points, told from others by its dashes."""
    at = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<polyline class="{kind}" points="{at}" fill="none" stroke="currentColor" '
        f'stroke-width="{width}" stroke-dasharray="{dashes}"/>'
    )
