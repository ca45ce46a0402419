"""The most memory that a process ever had, in MB."""

from pathlib import Path
from resource import RUSAGE_SELF, getrusage

_STATUS = Path("/proc/self/status")


def peak() -> int:
    """Of this process alone: what `getrusage` tells holds that of the process which began it."""
    if not _STATUS.exists():
        return getrusage(RUSAGE_SELF).ru_maxrss // 1024
    (most,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(most.split()[1]) // 1024
