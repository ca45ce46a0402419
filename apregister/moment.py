"""The shell's own clock: real time, whatever day the demo believes it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """A moment as it is stored, sortable as text: 2026-11-23T20:15:00.123456Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(text: str) -> datetime:
    """A stored moment as a datetime in UTC."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
