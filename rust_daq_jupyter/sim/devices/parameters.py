"""Parameters of devices: named values with a type, a range and someone who hears of every change."""

import math
import time
from collections.abc import Callable
from typing import Any

from rust_daq_jupyter.sim.devices.courses import Course
from rust_daq_jupyter.sim.status import DriverError
from rust_daq_jupyter.sim.texts import Value, to_json

_DTYPES: dict[type, tuple[str, str]] = {
    bool: ("bool", "a boolean"),
    int: ("int", "i64"),
    float: ("float", "f64"),
    str: ("string", "a string"),
}


class Parameter:
    """One named value.

    `limits` are enforced; they, and `choices`, are told to clients only when `introspectable`. `read` makes the value
    a live one, `apply` is what writing does beyond storing; both belong to the device. `follow` lets it take its own
    way to what is stored.
    """

    def __init__(
        self,
        name: str,
        value: Value,
        *,
        description: str,
        units: str = "",
        limits: tuple[float, float] | None = None,
        choices: tuple[str, ...] = (),
        introspectable: bool = False,
        writable: bool = True,
        read: Callable[[], Value] | None = None,
        apply: Callable[[Any], None] | None = None,
    ) -> None:
        self.name = name
        self.description = description
        self.units = units
        self.limits = limits
        self.choices = choices
        self.introspectable = introspectable
        self.writable = writable
        self.changed: Callable[[Value], None] | None = None
        self._course: Course | None = None
        self._kind = type(value)
        self._value = self._was = value
        self._stored_s = time.monotonic()
        self._read = read
        self._apply = apply

    @property
    def dtype(self) -> str:
        """The daemon's word for its type."""
        return "enum" if self.choices else _DTYPES[self._kind][0]

    @property
    def value(self) -> Any:
        """What it is now."""
        if self._read:
            return self._read()
        if self._course:
            return self._course(float(self._was), float(self._value), time.monotonic() - self._stored_s)
        return self._value

    def store(self, value: Value) -> None:
        """The device's own change: kept and announced, even when nothing differs."""
        self._was, self._value, self._stored_s = self.value, value, time.monotonic()
        self.announce()

    def follow(self, course: Course | None) -> None:
        """From what it is now on, take this course to whatever is stored; None is there at once."""
        self._was = self._value = self.value
        self._course = course

    def announce(self) -> None:
        """Tell who listens what it is now."""
        if self.changed:
            self.changed(self.value)

    def write(self, value: Any) -> None:
        """A client's change: of the right type, within the limits, or DriverError."""
        if not self.writable:
            raise DriverError(f"Parameter '{self.name}' is read-only")
        accepted = self.checked(self._typed(value))
        if self._apply:
            self._apply(accepted)
        else:
            self.store(accepted)

    def checked(self, value: Any) -> Any:
        """The value if it is within the limits; NaN passes, as it does in the daemon."""
        if self.limits and not isinstance(value, bool) and (value < self.limits[0] or value > self.limits[1]):
            low, high = self.limits
            raise DriverError(f"Value {value} out of range [{low}, {high}]")
        if self.choices and value not in self.choices:
            raise DriverError(f"Value '{value}' is invalid, choose from {', '.join(self.choices)}")
        return value

    def _typed(self, value: Any) -> Value:
        if self._kind is float and type(value) is int:
            return float(value)
        if type(value) is not self._kind:
            raise DriverError(f"invalid type: {to_json(value)}, expected {_DTYPES[self._kind][1]}")
        typed: Value = value
        return typed


def refuse_nonfinite(value: float, what: str) -> None:
    """DriverError for NaN and the infinities."""
    if not math.isfinite(value):
        raise DriverError(f"{what} {value} is invalid")
