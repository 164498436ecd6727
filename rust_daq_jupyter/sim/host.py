"""How busy the machine is that the daemon runs on; it knows no rpc."""

import os
from pathlib import Path

_STAT, _MEMORY = Path("/proc/stat"), Path("/proc/meminfo")


class Host:
    """Processor and memory; where the system does not tell, a load average and nothing."""

    def __init__(self) -> None:
        self._before = (0, 0)

    def cpu_percent(self) -> float:
        """Of all processors, since the last look."""
        if not _STAT.exists():
            return min(100.0, 100 * os.getloadavg()[0] / (os.cpu_count() or 1))
        figures = [int(word) for word in _STAT.read_text().split("\n", 1)[0].split()[1:9]]
        idle, total = figures[3] + figures[4], sum(figures)
        (idle_before, total_before), self._before = self._before, (idle, total)
        spent = total - total_before
        return 100 * (1 - (idle - idle_before) / spent) if spent > 0 else 0.0

    def memory_kib(self) -> tuple[int, int]:
        """In use, and in all; in KiB."""
        if not _MEMORY.exists():
            return 0, 1
        lines = (line.split() for line in _MEMORY.read_text().splitlines())
        figures = {words[0].rstrip(":"): int(words[1]) for words in lines if len(words) > 1}
        return figures["MemTotal"] - figures.get("MemAvailable", 0), figures["MemTotal"]
