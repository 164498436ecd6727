"""The daemon's two ways of writing values."""

import math

import pytest

from rust_daq_jupyter.sim.texts import display, from_json, to_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (33.0, "33"),
        (0.998714, "0.998714"),
        (1e-7, "0.0000001"),
        (1.5e21, "1500000000000000000000"),
        (math.nan, "NaN"),
        (-math.inf, "-inf"),
        (True, "true"),
        (7, "7"),
        ("plain", "plain"),
    ],
)
def test_display_has_no_exponent(value, text):
    assert display(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(10.0, "10.0"), (True, "true"), ("abc", '"abc"'), (math.nan, "null"), ({"v": math.inf}, '{"v":null}'), (3, "3")],
)
def test_json_text(value, text):
    assert to_json(value) == text


@pytest.mark.parametrize("text", ["NaN", "Infinity", "True", "abc", "1e999", ""])
def test_what_is_not_json(text):
    with pytest.raises(ValueError, match=r"JSON|range|Expecting"):
        from_json(text)
