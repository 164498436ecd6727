"""What is meant as a number, of Python or of numpy, and how anything is shown that is not; it knows no message."""

import math
from numbers import Real


def as_number(value: object) -> float:
    """Its value; NaN for a bool, a text, a span of time (a number to numpy), and what no float can hold."""
    is_time = getattr(getattr(value, "dtype", None), "kind", "") == "m"
    if is_time or isinstance(value, bool) or not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.nan


def shown(value: object, longest: int = 60) -> str:
    """Anything in one line of at most `longest` characters, for an error."""
    try:
        text = " ".join((str(value) if isinstance(value, float) else repr(value)).split())
    except ValueError:  # an integer of more digits than Python prints
        text = f"a huge {type(value).__name__}"
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
