"""The daemon's text encodings of one value, read and written; it does not know which rpc a text came from.

Three encodings are in use. JSON text: GetParameter, SetParameter, command results. Display text, as Rust prints a
value: the fields of a device state. And, in StreamParameterChanges, either of the two without a mark.
"""

import json
import re
from typing import Any, NoReturn

import numpy as np

from rust_daq_jupyter.errors import BadMessage, BadValue

Value = bool | int | float | str | None | list[Any] | dict[str, Any]
"""What a parameter or a field of a device state can hold: the types of JSON."""

MAX_CHARS = 4 * 1024 * 1024
"""The longest text that is decoded: the daemon itself accepts no message beyond 4 MiB."""

_DISPLAY_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|inf)|NaN")
_LONGEST_NUMBER = 400  # digits, point and sign of any 64-bit float written without an exponent


def decode_json(text: str) -> Value:
    """The value of a JSON text; `null`, which the daemon also sends for NaN, is None.

    Raises:
        BadMessage: the text is not JSON, holds a number that no float can hold, is nested too deep or too long.
    """
    _check_length(text)
    try:
        value: Value = json.loads(text, parse_float=_finite, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadMessage(f"not a JSON value: {_excerpt(text)}") from error
    return value


def decode_display(text: str) -> Value:
    """The value of a Display text: `true` and `false`, numbers as floats (NaN and inf included), else the text itself.

    Rust never prints an exponent and prints whole floats without a point, so `10` is 10.0 and `1e5` is a string.
    Display text puts no quotes around strings: a string that looks like a number cannot be told from one.

    Raises:
        BadMessage: the text is longer than `MAX_CHARS`.
    """
    _check_length(text)
    if text in ("true", "false"):
        return text == "true"
    if len(text) <= _LONGEST_NUMBER and _DISPLAY_NUMBER.fullmatch(text):
        return float(text)
    return text


def decode_mixed(text: str) -> Value:
    """The value of a parameter change: JSON where it can be read as JSON, else Display text.

    Numbers, bools and quoted strings come out alike from both encodings (`10` and `10.0` are equal).

    Raises:
        BadMessage: the text is longer than `MAX_CHARS`.
    """
    _check_length(text)
    try:
        return decode_json(text)
    except BadMessage:
        return decode_display(text)


def encode(value: object) -> str:
    """The JSON text that SetParameter reads back as `value`; numpy scalars and arrays are written as plain values.

    Strings are quoted, so that a string that looks like a number stays a string.

    Raises:
        BadValue: NaN or infinity, anywhere inside, or a type that JSON does not have.
    """
    try:
        return json.dumps(value, allow_nan=False, default=_plain)
    except (TypeError, RecursionError) as error:
        raise BadValue(
            f"{type(value).__name__} cannot be sent",
            hint="Give a bool, a number, a string, or lists and dicts of these",
        ) from error
    except ValueError as error:
        raise BadValue(f"{_excerpt(repr(value))} cannot be sent", hint="Give a finite value") from error


def _plain(value: object) -> object:
    if isinstance(value, np.bool_ | np.number | np.ndarray):
        return value.tolist()
    raise TypeError(type(value).__name__)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("beyond the range of a 64-bit float")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_length(text: str) -> None:
    if len(text) > MAX_CHARS:
        raise BadMessage(f"a value of {len(text)} characters, more than {MAX_CHARS}: {_excerpt(text)}")


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
