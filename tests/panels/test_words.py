"""panels/words.py: numbers that JSON can hold, sentences that can be read."""

import json
import math

import pytest

from rust_daq_jupyter.errors import DaqError, LimitError, UnknownDevice
from rust_daq_jupyter.panels.words import as_shown, fault, finite_pair, moment, number, quantity, sentence, told


@pytest.mark.parametrize(("value", "plain"), [(1, 1.0), (None, None), (math.nan, None), (-math.inf, None)])
def test_numbers(value, plain):
    assert number(value) == plain
    assert json.dumps(number(value), allow_nan=False)


def test_limits_are_two_numbers_or_none():
    assert finite_pair((-1.0, 2.0)) == [-1.0, 2.0]
    assert finite_pair(None) is finite_pair((0.0, math.inf)) is None


def test_quantities():
    assert quantity(3.21700001, "mm", 3) == "3.217 mm"
    assert quantity(0.0123456789, "W") == "0.0123457 W"
    assert quantity(3.0, "") == "3"
    assert quantity(math.nan, "mm") == quantity(None, "mm") == "–"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("stopped at -36.4762 mm on its way to 90 mm.", "stopped at −36.476 mm on its way to 90.000 mm."),
        ("stage-2 stopped at -4e-05 mm.", "stage-2 stopped at 0.000 mm."),
        ("STOP was pressed 3 min ago.", "STOP was pressed 3 min ago."),
    ],
)
def test_a_sentence_has_the_figures_of_its_panel(text, shown):
    assert as_shown(text, "mm", 3) == shown
    assert as_shown(text, "", 3) == text


def test_sentences():
    assert sentence("nothing was sent") == "nothing was sent."
    assert sentence("Is it there?") == "Is it there?"
    assert sentence("  two\n lines ") == "two lines."
    assert sentence("") == ""
    assert moment(math.nan) == ""


def test_a_device_is_named_where_it_is_not_evident():
    error = LimitError("12 mm is outside 0 to 10 mm", device="stage", hint="Nothing was sent")
    assert fault(error)["message"] == "stage: 12 mm is outside 0 to 10 mm."
    assert fault(error, "stage") == {
        "type": "LimitError",
        "message": "12 mm is outside 0 to 10 mm.",
        "hint": "Nothing was sent.",
    }
    assert told(error, "stage") == "12 mm is outside 0 to 10 mm. Nothing was sent."
    assert fault(UnknownDevice("no device 'x'"))["message"] == "no device 'x'."


def test_a_fault_of_our_own_is_called_one():
    assert fault(ValueError("odd")) == {
        "type": "ValueError",
        "message": "The panel failed: ValueError('odd').",
        "hint": "",
    }
    assert told(DaqError("plain")) == "plain."
