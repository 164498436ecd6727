"""Whether a process that files tell of is still the same one; it knows nothing of this package."""

import os
import sys
from pathlib import Path


def start_of(pid: int) -> int | None:
    """When a process began, in ticks since the machine did (field 22 of proc(5)'s stat); None where nobody says."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        return int(stat.rpartition(")")[2].split()[19])  # its name stands in brackets, and may hold anything
    except (OSError, ValueError, IndexError):
        return None


def is_running(pid: int, start: int | None) -> bool:
    """Whether the process of this number that began then still runs; another may have its number by now."""
    if sys.platform == "win32":
        return True  # there os.kill(pid, 0) is not a question but a Ctrl-C
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return start is None or start_of(pid) in (start, None)
