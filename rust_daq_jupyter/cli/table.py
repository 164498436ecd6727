"""What is printed, as a table of text or as JSON; it knows no instrument."""

import math
from collections.abc import Sequence
from typing import Any


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows, each cell as wide as the widest of its column."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: None for what is no finite number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
