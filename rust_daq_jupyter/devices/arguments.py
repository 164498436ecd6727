"""What users pass to devices, checked before anything is sent; it knows no device but by its id."""

import math
from decimal import Decimal
from numbers import Real
from typing import Any

from rust_daq_jupyter.errors import BadValue, LimitError, is_text
from rust_daq_jupyter.wire.numbers import as_number, shown


def finite(value: Any, what: str, device: str) -> float:
    """A number that can be sent; NaN, infinity and what is no number are refused before anything is."""
    try:
        number = float(value) if is_number(value) else math.inf
    except (OverflowError, ValueError):  # too large, or a Decimal's signalling NaN
        number = math.inf
    if not math.isfinite(number):
        what_it_is = repr(value) if value is None or isinstance(value, float | str | bool) else type(value).__name__
        hint = "Nothing was sent"
        if what == "position" and math.isnan(number):  # most often of `stage.move(peak.cen)`
            hint += "; a peak has no centre (nan) where one flank alone was scanned"
        raise BadValue(f"{what} {what_it_is:.60} is not a finite number", device=device, hint=hint)
    return number


def seconds(timeout: Any, operation: str, device: str) -> float | None:
    """A timeout that can be waited for, None for however long; anything else is refused before anything is sent."""
    if timeout is None:
        return None
    if 0 < as_number(timeout) < math.inf:
        return as_number(timeout)
    hint = "Pass seconds above 0, or None to wait however long"
    raise BadValue(f"a timeout of {shown(timeout, 40)} s", operation=operation, device=device, hint=hint)


def check_range(value: float, low: float | None, high: float | None, what: str, units: str, device: str) -> None:
    """Raises LimitError when a value is outside limits of which each may be missing; nothing was sent."""
    if (low is None or value >= low) and (high is None or value <= high):
        return
    if low is not None and high is not None:
        where = f"is outside {low:g} to {high:g}"
    else:
        where = f"is below {low:g}" if low is not None else f"is above {high:g}"
    raise LimitError(
        f"{what} {value:g} {where} {units}".rstrip(), operation="set", device=device, hint="Nothing was sent"
    )


def a_name(name: Any, operation: str, device: str) -> str:
    """A name that can be asked for: text, and nothing else."""
    if isinstance(name, str) and name and is_text(name):
        return name
    hint = "Pass it as text; device.describe() lists the parameters"
    raise BadValue(f"{shown(name, 40)} is no name", operation=operation, device=device, hint=hint)


def is_number(value: Any) -> bool:
    """Whether it can be meant as a number: those of Python and numpy, Decimals, arrays of no dimension; no bool."""
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        if value.dtype.kind == "m":  # a span of time: its number depends on its unit
            return False
        value = value.item()
    return isinstance(value, Real | Decimal) and not isinstance(value, bool)
