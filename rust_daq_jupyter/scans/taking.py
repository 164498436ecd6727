"""Takes the readings of one point: all detectors at the same time; a reading may be asked for again."""

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from rust_daq_jupyter.devices.camera import Camera
from rust_daq_jupyter.devices.detector import Detector
from rust_daq_jupyter.devices.film import Film
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable
from rust_daq_jupyter.records.pictures import folder_of, save_picture
from rust_daq_jupyter.records.table import column_name
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.wire.models import Frame

# Pauses before a reading that got no answer is asked for again: a daemon that is started anew is back within a second.
PAUSES_S = (0.1, 0.4, 1.5)


class Taking:
    """The detectors and cameras of a run, opened before the first point and closed after the last."""

    def __init__(self, run: Run, sources: Mapping[str, Detector | Camera]) -> None:
        self._run = run
        self._detectors = {name: source for name, source in sources.items() if isinstance(source, Detector)}
        self._films = {name: Film(source) for name, source in sources.items() if not isinstance(source, Detector)}
        self._was_retried = False

    async def open(self) -> None:
        """Starts the cameras' streams."""
        for film in self._films.values():
            await film.open()

    async def close(self) -> str:
        """Leaves the cameras as they were; what the user must know where that failed."""
        ends = await asyncio.gather(*(film.close() for film in self._films.values()), return_exceptions=True)
        return "; ".join(f"{end}" for end in ends if isinstance(end, BaseException))

    async def take(self, names: tuple[str, ...], seq_num: int) -> tuple[dict[str, float], float, bool]:
        """Values by id, the latest of the daemon's times in seconds, and whether any had to be asked for again."""
        self._was_retried = False
        if len(names) == 1:
            taken = [await self._one(names[0], seq_num)]
        else:
            taken = await together(*(self._one(name, seq_num) for name in names))
        values = {name: value for name, (value, _) in zip(names, taken, strict=True)}
        return values, max(time_s for _, time_s in taken), self._was_retried

    async def _one(self, name: str, seq_num: int) -> tuple[float, float]:
        film = self._films.get(name)
        if film is not None:
            frame = await film.picture()
            return await self._run.home.aside(_develop, frame, self._folder(name), seq_num), frame.time
        detector = self._detectors[name]
        for pause_s in PAUSES_S:
            try:
                reading = await detector.reading()
                return reading.value, reading.time
            except (DaemonUnreachable, DaemonTimeout):
                self._was_retried = True
                await asyncio.sleep(pause_s)
        reading = await detector.reading()
        return reading.value, reading.time

    def _folder(self, name: str) -> Path:
        return folder_of(self._run.journal.folder, self._run.uid) / column_name(name)


async def together(*works: Coroutine[Any, Any, Any]) -> list[Any]:
    """The results of all, which go on at the same time; when one fails, none goes on behind its back."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _develop(frame: Frame, folder: Path, seq_num: int) -> float:
    """Keeps the picture; its mean. On a thread of its own: it decodes, and writes to disk."""
    picture = frame.pixels
    save_picture(folder, seq_num, picture)
    return float(np.mean(picture))
