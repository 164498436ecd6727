"""Detectors and cameras as something that plans of Bluesky trigger and read."""

from typing import Any

import numpy as np

from rust_daq_jupyter.blocking.camera import Camera
from rust_daq_jupyter.blocking.detector import Detector
from rust_daq_jupyter.bluesky.adapter import WATCH_HZ, Adapter, Callback, Readings
from rust_daq_jupyter.devices.film import Film
from rust_daq_jupyter.devices.status import Status


class DetectorAdapter(Adapter):
    """Readable, Triggerable, Subscribable, Configurable, Stageable, with hints.

    `trigger()` reads the device, so that a plan reads several at the same time; `read()` gives what that gave, and
    reads now when nothing was triggered.
    """

    def __init__(self, device: Detector) -> None:
        super().__init__(device)
        self._taken: tuple[float, float] | None = None

    def trigger(self) -> Status:
        """Begins to read; never a trigger of the hardware."""
        self._taken = None
        home = self._device._lab.home
        status: Status = home.call(lambda: Status(home, self._take(), name=self.name))
        return status

    async def _take(self) -> None:
        reading = await self._device._device.reading()
        self._taken = reading.value, reading.time

    def read(self) -> Readings:
        """The value, with the daemon's time."""
        if self._taken is None:
            self._device._lab.wait(self._take())
        assert self._taken is not None
        value, time_s = self._taken
        return {self.name: {"value": value, "timestamp": time_s}}

    def describe(self) -> Readings:
        """What `read` gives."""
        return {self.name: self._key(self._units())}

    def _units(self) -> str:
        return str(self._device.units)

    def subscribe(self, callback: Callback) -> None:
        """Calls back with its newest readings, ten a second, until `clear_sub`."""
        self._watch(callback, lambda: self._device._device.readings(WATCH_HZ), self._readings)

    def _readings(self, reading: Any) -> Readings:
        return {self.name: {"value": reading.value, "timestamp": reading.time}}


class CameraAdapter(DetectorAdapter):
    """A camera: `trigger()` takes the first frame begun after it, and the reading is the mean of the picture.

    Its stream runs while it is staged, and is left as it was.
    """

    def __init__(self, device: Camera) -> None:
        super().__init__(device)  # type: ignore[arg-type]
        self._film: Film | None = None

    def stage(self) -> list[Adapter]:
        """Starts its stream where it does not run."""
        if self._film is None:
            self._film = self._device._lab.home.call(Film, self._device._device)
            self._device._lab.wait(self._film.open())
        return [self]

    def unstage(self) -> list[Adapter]:
        """Leaves its stream as it was."""
        film, self._film = self._film, None
        if film is not None:
            self._device._lab.wait(film.close())
        return [self]

    async def _take(self) -> None:
        film = self._film or Film(self._device._device)
        try:
            if self._film is None:
                await film.open()
            frame = await film.picture()
        finally:
            if self._film is None:
                await film.close()
        self._taken = await self._device._lab.home.aside(lambda: float(np.mean(frame.pixels))), frame.time

    def _units(self) -> str:
        return "counts"

    def subscribe(self, callback: Callback) -> None:
        """Calls back with the mean of its newest frames while it streams, until `clear_sub`."""
        self._watch(callback, lambda: self._device._device.frames(WATCH_HZ, "fast"), self._frames)

    def _frames(self, frame: Any) -> Readings:
        return {self.name: {"value": float(np.mean(frame.pixels)), "timestamp": frame.time}}
