import contextlib
import json
import math
import re
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadMessage, BadValue
from rust_daq_jupyter.wire.values import MAX_CHARS, decode_display, decode_json, decode_mixed, encode

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
rust_floats = st.floats().map(lambda x: (x, display(x)))


def display(x: float) -> str:
    """As Rust's Display prints a float: no exponent, no point for a whole number."""
    if not math.isfinite(x):
        return {"nan": "NaN"}.get(str(x), str(x))
    text = np.format_float_positional(x, trim="-")
    return text.removesuffix(".")


@given(plain)
def test_every_plain_value_survives_the_round_trip(value):
    decoded = decode_json(encode(value))
    assert decoded == value
    assert type(decoded) is type(value)


@given(rust_floats)
def test_every_float_survives_its_display_text(pair):
    number, text = pair
    decoded = decode_display(text)
    assert isinstance(decoded, float)
    assert decoded == number or (math.isnan(decoded) and math.isnan(number))


@given(st.text())
def test_garbage_is_a_value_or_a_bad_message(text):
    assert isinstance(decode_display(text), bool | float | str)
    decode_mixed(text)
    with contextlib.suppress(BadMessage):
        decode_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.0", 0.0), ("10", 10), ("true", True), ('"abc"', "abc"), ('"10"', "10"), ("null", None), ("[1, 2]", [1, 2])],
)
def test_json_text(text, value):
    decoded = decode_json(text)
    assert decoded == value
    assert type(decoded) is type(value)


@pytest.mark.parametrize(
    "text", ["", "abc", "True", "NaN", "Infinity", "-Infinity", "1e999", "-1e999", '"a', "[1,", "\ufeff1"]
)
def test_what_is_not_json(text):
    with pytest.raises(BadMessage, match="not a JSON value"):
        decode_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("33", 33.0),
        ("-0.9987", -0.9987),
        ("inf", math.inf),
        ("-inf", -math.inf),
        ("true", True),
        ("false", False),
        ("", ""),
        ("True", "True"),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        (" 1", " 1"),
        ("٣", "٣"),
        ("nan", "nan"),
        ("Infinity", "Infinity"),
        ("1.", "1."),
        ('"abc"', '"abc"'),
        ("10\n", "10\n"),
    ],
)
def test_display_text(text, value):
    decoded = decode_display(text)
    assert decoded == value
    assert type(decoded) is type(value)


def test_display_nan():
    assert math.isnan(decode_display("NaN"))


@pytest.mark.parametrize(
    ("from_the_hardware", "from_a_user"), [("10", "10.0"), ("0.000001", "1e-6"), ("true", "true"), ("abc", '"abc"')]
)
def test_both_producers_of_a_change_mean_the_same(from_the_hardware, from_a_user):
    assert decode_mixed(from_the_hardware) == decode_mixed(from_a_user)


def test_mixed_reads_what_only_display_has():
    assert math.isnan(decode_mixed("NaN"))
    assert decode_mixed("inf") == math.inf
    assert decode_mixed("") == ""


@pytest.mark.parametrize(
    "text",
    [
        "9" * 2**20,
        "0." + "1" * 2**20,
        "[" * 2**20,
        '{"a":' * 2**17,
        '"' + "\\u0041" * 2**17,
        "x" * 2**20,
        "[1," * 2**18,
    ],
    ids=["digits", "fraction", "depth", "objects", "escapes", "letters", "lists"],
)
@pytest.mark.parametrize("decode", [decode_json, decode_display, decode_mixed])
def test_a_megabyte_is_read_or_refused_at_once(text, decode):
    began = time.process_time()
    outcome = read_or_refuse(decode, text)
    assert time.process_time() - began < 1.0
    assert outcome != math.inf
    if isinstance(outcome, BadMessage):
        assert len(str(outcome)) < 200


def read_or_refuse(decode, text):
    try:
        return decode(text)
    except BadMessage as error:
        return error


@pytest.mark.parametrize("decode", [decode_json, decode_display, decode_mixed])
def test_longer_than_any_message_is_refused(decode):
    with pytest.raises(BadMessage, match=str(MAX_CHARS)):
        decode("1" * (MAX_CHARS + 1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (10, "10"),
        (0.1, "0.1"),
        ("abc", '"abc"'),
        ("123", '"123"'),
        (np.float64(0.1), "0.1"),
        (np.float32(0.5), "0.5"),
        (np.int16(3), "3"),
        (np.bool_(False), "false"),
        (np.str_("abc"), '"abc"'),
        (np.array([1.0, 2.0]), "[1.0, 2.0]"),
        ({"roi": [np.int64(1), 2]}, '{"roi": [1, 2]}'),
    ],
)
def test_encode(value, text):
    assert encode(value) == text


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, np.float64("nan"), np.float32("inf"), [1.0, math.nan], np.array([math.inf])],
    ids=repr,
)
def test_what_is_not_finite_is_never_sent(value):
    with pytest.raises(BadValue, match="finite"):
        encode(value)


@pytest.mark.parametrize("value", [object(), 1j, b"abc", {1, 2}, np.datetime64("2026-01-01"), np.timedelta64(1, "s")])
def test_what_json_does_not_have_is_never_sent(value):
    with pytest.raises(BadValue, match=f"{re.escape(type(value).__name__)} cannot be sent. Give"):
        encode(value)


def test_a_list_inside_itself_is_never_sent():
    value: list = []
    value.append(value)
    with pytest.raises(BadValue):
        encode(value)


def test_the_text_is_what_any_json_reader_reads():
    assert json.loads(encode({"a": [1, "ü\ud800"]})) == {"a": [1, "ü\ud800"]}
