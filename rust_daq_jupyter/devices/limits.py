"""`Limited`: where something that moves may be sent, and how near to it is there; it knows no daemon."""

import math
from abc import abstractmethod
from typing import Any

from rust_daq_jupyter.devices.arguments import finite
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.errors import BadValue, LimitError
from rust_daq_jupyter.wire.numbers import shown

Limits = tuple[float, float] | None


class Limited(Guarded):
    """Limits of your own, which are never wider than the device's, and `in_position`; for motors and axes alike."""

    id: Any
    units: Any
    _own_limits: Limits = None
    _in_position = 0.0

    @property
    def in_position(self) -> float:
        """How near to its target a move must end, in its units; 1 % of the way, if that is more, is near enough."""
        return self._in_position

    @in_position.setter
    def in_position(self, distance: float) -> None:
        near = finite(distance, "in_position", self.id)
        if near < 0:
            raise BadValue(f"in_position {near:g} is below 0", device=self.id, hint="It is a distance")
        self._in_position = near

    @property
    def limits(self) -> Limits:
        """Lowest and highest position a move may ask for: your own, else the device's; None when there are none.

        Where the device has become narrower since you gave yours, what both allow: nothing, if that is nothing.
        """
        own, known = self._own_limits, self._device_limits()
        if own is None or known is None:
            return own or known
        return max(own[0], known[0]), min(own[1], known[1])

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self._own_limits = None if limits is None else self._checked_limits(limits)

    @abstractmethod
    def _device_limits(self) -> Limits:
        """What the device itself tells."""

    def _checked_limits(self, limits: tuple[float, float]) -> tuple[float, float]:
        low, high = two_numbers(limits, self.id)
        if low >= high:
            raise BadValue(f"limits {limits!r} leave no room", device=self.id, hint="Pass (low, high), low first")
        known = self._device_limits()
        if known and (low < known[0] or high > known[1]):
            raise LimitError(
                f"limits {low:g} to {high:g} are wider than the device's {known[0]:g} to {known[1]:g}",
                device=self.id,
                hint="Your own can only be narrower",
            )
        return low, high

    def check_position(self, position: float) -> float:
        """The position as a number that may be sent.

        Raises:
            BadValue: NaN, infinity, no number.
            LimitError: outside the limits.
        """
        target = finite(position, "position", self.id)
        if self.limits and not self.limits[0] <= target <= self.limits[1]:
            low, high = self.limits
            raise LimitError(
                f"{target:g} {self.units} is outside {low:g} to {high:g} {self.units}".replace("  ", " ").rstrip(),
                operation="move",
                device=self.id,
                hint="Nothing was sent",
            )
        return target

    def _slack(self, start: float | None, target: float) -> float:
        """How far from its target it may rest and be there; `start` is None where nobody looked just before."""
        way = abs(target - start) if start is not None else 0.0
        return max(self.in_position, 0.01 * way)


def open_ended(low: float | None, high: float | None) -> Limits:
    """Limits of which one may be missing; None when both are."""
    if low is None and high is None:
        return None
    return (-math.inf if low is None else low, math.inf if high is None else high)


def two_numbers(limits: Any, device: str) -> tuple[float, float]:
    """Limits as two finite numbers; BadValue when they are anything else."""
    try:
        low, high = (finite(end, "a limit of", device) for end in limits)
    except (TypeError, ValueError) as error:
        raise BadValue(
            f"limits {shown(limits, 40)} are not two numbers", device=device, hint="Pass (low, high)"
        ) from error
    return low, high
