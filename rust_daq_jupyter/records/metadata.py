"""What a user wants remembered with a run, as JSON keeps it; it knows no run."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from rust_daq_jupyter.errors import BadValue

DEEPEST = 50


def plain(metadata: Any) -> dict[str, Any]:
    """Metadata as it is kept: numpy's numbers and arrays as plain ones, tuples as lists, numbers as keys in words.

    Raises:
        BadValue: no mapping, or something in it that cannot be kept; the message says where it stands.
    """
    if not isinstance(metadata, Mapping):
        hint = 'Give a dict: metadata={"sample": "A7"}'
        raise BadValue(f"metadata is {type(metadata).__name__}", operation="run", hint=hint)
    return _plain_mapping(metadata, "metadata", 0)


def _plain_mapping(values: Mapping[Any, Any], where: str, depth: int) -> dict[str, Any]:
    kept = {}
    for key, value in values.items():
        if not isinstance(key, str | int | np.integer):
            hint = "Give text as keys"
            raise BadValue(f"{where} has the key {key!r:.60}, which cannot be kept", operation="run", hint=hint)
        kept[str(key)] = _plain(value, f"{where}[{key!r:.60}]", depth + 1)
    return kept


def _plain(value: Any, where: str, depth: int) -> Any:
    if isinstance(value, np.bool_ | np.number | np.ndarray):
        value = value.tolist()
    if depth > DEEPEST:
        raise BadValue(f"{where:.60}… is nested too deeply to be kept", operation="run", hint="Give less")
    if isinstance(value, Mapping):
        return _plain_mapping(value, where, depth)
    if isinstance(value, list | tuple):
        return [_plain(part, f"{where}[{index}]", depth + 1) for index, part in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        raise BadValue(f"{where} is {value}, which cannot be kept", operation="run", hint="Give a finite number")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    hint = "Give text, as str(…) makes of anything, a number, or lists and dicts of these"
    raise BadValue(f"{where} is {type(value).__name__}, which cannot be kept", operation="run", hint=hint)
