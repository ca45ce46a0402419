"""A number with its noun, in every word shown: pages, messages, commands."""


def noun(number: float, one: str, many: str = "") -> str:
    """The noun that goes with a number: row, rows; child, children."""
    return one if number == 1 else many or f"{one}s"


def counted(number: float, one: str, many: str = "") -> str:
    """A number of things in words: 1 row, 2.5 school days, 1,204 children."""
    told = f"{number:,}" if isinstance(number, int) else f"{number:g}"
    return f"{told} {noun(number, one, many)}"
