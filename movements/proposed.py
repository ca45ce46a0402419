"""Answers as somebody proposes them in one line: on=2026-09-15; days=20."""


def read_proposed(text: str | None) -> dict[str, str]:
    """The answers by name; none for an empty line. Raises ValueError for what cannot be read."""
    answers: dict[str, str] = {}
    for part in (text or "").split(";"):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ValueError(
                "proposed|Write each answer as its name, = and what it should be, with ; between "
                "them: on=2026-09-15; days=20."
            )
        answers[name.strip()] = value.strip()
    return answers
