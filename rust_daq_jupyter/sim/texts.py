"""The two ways in which the daemon writes a value as text: for display, and as JSON; pure functions."""

import json
import math
from decimal import Decimal
from typing import Any

Value = bool | int | float | str


def display(value: Value) -> str:
    """Plain text: `true`, `0` for 0.0, `33.5`; never an exponent; `NaN`, `inf`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, float):
        return str(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else str(value)
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")


def to_json(value: Any) -> str:
    """JSON as the daemon writes it: floats keep their `.0`, what is not finite is `null`, and nothing is spaced."""
    return json.dumps(_finite(value), separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Any:
    """JSON strictly, which knows neither NaN nor Infinity; ValueError otherwise."""
    value = json.loads(text, parse_constant=_no_such_number)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"number out of range: {text}")
    return value


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return value


def _no_such_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
