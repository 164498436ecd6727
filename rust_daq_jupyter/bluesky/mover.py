"""A motor, or any number that can be written, as something that plans of Bluesky move."""

import logging
import time
from typing import Any

from rust_daq_jupyter.blocking.axis import Axis
from rust_daq_jupyter.blocking.motor import Motor
from rust_daq_jupyter.bluesky.adapter import WATCH_HZ, Adapter, Callback, Readings
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import NotSupported

log = logging.getLogger(__name__)


class MoverAdapter(Adapter):
    """Readable, Movable, Locatable, Stoppable, Checkable, Subscribable, Configurable, Stageable, with hints."""

    def __init__(self, device: Motor | Axis) -> None:
        super().__init__(device)
        self._setpoint: float | None = None

    @property
    def position(self) -> float:
        """Where it is, in its units."""
        return float(self._device.position)

    @property
    def egu(self) -> str:
        """Its units, by the name that ophyd gives them."""
        return str(self._device.units)

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest position; (0, 0) means that there are none, as in ophyd."""
        return self._device.limits or (0.0, 0.0)

    def check_value(self, value: float) -> None:
        """Raises LimitError or BadValue on a position that must not be sent; sends nothing."""
        underneath = self._device._axis if isinstance(self._device, Axis) else self._device._device
        underneath.check_position(value)

    def set(self, value: float) -> Status:
        """Begins to move it; limits are checked before anything is sent."""
        status: Status = self._device.move(value, wait=False)
        self._setpoint = float(value)
        return status

    def stop(self, success: bool = True) -> None:
        """Stops a motor, and calls the move of any other axis off: what was sent to that stands.

        Where a driver has no stop this is logged, because the RunEngine must go on tidying up.
        """
        try:
            self._device.stop()
        except NotSupported as error:
            log.warning("%s", error)

    def locate(self) -> dict[str, float]:
        """Where it was sent, and where it is."""
        readback = self.position
        return {"setpoint": readback if self._setpoint is None else self._setpoint, "readback": readback}

    def read(self) -> Readings:
        """Its position and its setpoint."""
        now, found = time.time(), self.locate()
        return {
            self.name: {"value": found["readback"], "timestamp": now},
            f"{self.name}_setpoint": {"value": found["setpoint"], "timestamp": now},
        }

    def describe(self) -> Readings:
        """What `read` gives."""
        key = self._key(self.egu)
        return {self.name: key, f"{self.name}_setpoint": dict(key)}

    def subscribe(self, callback: Callback) -> None:
        """Calls back with its position as it changes, until `clear_sub`."""
        if isinstance(self._device, Axis):
            raise NotSupported("nobody tells when it changes", operation="subscribe", device=self._device.id)
        self._watch(callback, lambda: self._device._device.positions(WATCH_HZ), self._positions)

    def _positions(self, position: Any) -> Readings:
        return {self.name: {"value": position.value, "timestamp": position.time}}
