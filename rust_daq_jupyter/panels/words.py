"""Numbers and errors as the page gets them: plain JSON, readable sentences; it knows no widget."""

import math
import re
import time
from typing import Any

from rust_daq_jupyter.errors import DaqError


def number(value: float | None) -> float | None:
    """A number that JSON can hold; None for NaN and infinity."""
    return float(value) if value is not None and math.isfinite(value) else None


def finite_pair(limits: tuple[float, float] | None) -> list[float] | None:
    """Limits that a page can draw; one-sided ones are checked here alone."""
    return list(limits) if limits and all(map(math.isfinite, limits)) else None


def quantity(value: float | None, units: str, decimals: int | None = None) -> str:
    """`3.217 mm`; with `decimals` figures after the point, else six figures; a dash for what is not known."""
    if value is None or not math.isfinite(value):
        return "–"
    figures = f"{value:.6g}" if decimals is None else f"{value:.{decimals}f}"
    return f"{figures} {units}".rstrip()


def as_shown(text: str, units: str, decimals: int) -> str:
    """A sentence with its quantities in these units as the page writes them: so many figures, and a real minus sign."""
    figures = rf"(?<![\w.-])-?\d+(\.\d+)?(e[+-]?\d+)?(?= {re.escape(units)}(?!\w))"
    return re.sub(figures, lambda found: f"{float(found[0]):z.{decimals}f}".replace("-", "−"), text) if units else text


def moment(time_s: float) -> str:
    """`2025-06-01 12:30:05`, local time; nothing for a time that is not known."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(time_s)) if math.isfinite(time_s) else ""


def sentence(text: str) -> str:
    """With its full stop; nothing stays nothing."""
    plain = " ".join(text.split())
    return plain if not plain or plain[-1] in ".!?" else f"{plain}."


def fault(error: BaseException, subject: str = "") -> dict[str, str]:
    """An exception as an answer carries it: type, one sentence, the remedy.

    Args:
        error: what went wrong; any other than a DaqError is a fault of the panel, and is told as one.
        subject: id of the device that the panel shows anyway, and that need not be named again.
    """
    if not isinstance(error, DaqError):
        return {"type": type(error).__name__, "message": sentence(f"The panel failed: {error!r}"), "hint": ""}
    named = error.device and error.device != subject and error.device not in error.message
    message = f"{error.device}: {error.message}" if named else error.message
    return {"type": type(error).__name__, "message": sentence(message), "hint": sentence(error.hint)}


def told(error: BaseException, subject: str = "") -> str:
    """An exception as one line: the sentence and the remedy."""
    parts: dict[str, Any] = fault(error, subject)
    return f"{parts['message']} {parts['hint']}".strip()
