"""panels/forms.py: the form is that of the plans, whatever they are, and makes the plan that their functions make."""

import inspect
import json
from pathlib import Path

import pytest

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.panels.forms import FIELDS, KINDS, Form, first_form
from rust_daq_jupyter.scans import plans

DEMO = Path(__file__).parents[2] / "js" / "demo" / "kinds.json"

FILLED = {
    **first_form([], []),
    "detectors": ["meter"],
    "motor": "x",
    "start": 0.0,
    "stop": 2.0,
    "num": 3,
    "motor_2": "y",
    "start_2": -1.0,
    "stop_2": 1.0,
    "num_2": 5,
    "positions": [4.0, 1.0],
    "duration_s": 2.0,
    "rate_hz": 5.0,
    "min_step": 0.1,
    "max_step": 0.5,
    "target_delta": 0.2,
}
PLANS = {
    "line": plans.line(["meter"], "x", 0, 2, 3),
    "rel_line": plans.rel_line(["meter"], "x", 0, 2, 3),
    "points": plans.points(["meter"], "x", [4, 1]),
    "rel_points": plans.rel_points(["meter"], "x", [4, 1]),
    "grid": plans.grid(["meter"], "y", -1, 1, 5, "x", 0, 2, 3),
    "rel_grid": plans.rel_grid(["meter"], "y", -1, 1, 5, "x", 0, 2, 3),
    "time_series": plans.time_series(["meter"], 2, 5),
    "adaptive": plans.adaptive(["meter"], "x", 0, 2, 0.1, 0.5, 0.2),
    "count": plans.count(["meter"]),
}


def filled(kind, **fields):
    return Form.of({**FILLED, "kind": kind, **fields})


@pytest.mark.parametrize("kind", PLANS)
def test_a_form_with_the_defaults_is_the_plan_with_its_defaults(kind):
    assert filled(kind).plan() == PLANS[kind]


def test_every_plan_is_offered_but_those_of_functions_and_of_plans():
    makers = {name for name in plans.__all__ if inspect.signature(getattr(plans, name)).return_annotation is plans.Plan}
    assert set(KINDS) == set(PLANS) == makers - {"custom", "sequence", "from_json"}


@pytest.mark.parametrize("kind", sorted(set(PLANS) - {"grid", "rel_grid"}))
def test_the_fields_are_the_arguments_with_their_defaults(kind):
    arguments = inspect.signature(getattr(plans, kind)).parameters
    told = {name: None if each.default is each.empty else each.default for name, each in arguments.items()}
    assert {field.argument: field.default for field in KINDS[kind].fields} == told


def test_what_is_set_beside_the_defaults_arrives():
    assert filled("grid", snake=True, dwell_s=0.5).plan() == plans.grid(
        ["meter"], "y", -1, 1, 5, "x", 0, 2, 3, snake=True, dwell_s=0.5
    )
    found = filled("adaptive", detectors=["meter", "other"], signal="other", backstep=False, dwell_s=1).plan()
    assert (found.signal, found.backstep, found.dwell_s) == ("other", False, 1)
    assert filled("count", count_num=7, delay_s=0.5).plan() == plans.count(["meter"], 7, delay_s=0.5)


def test_words_units_and_help_come_from_the_names_and_the_documentation():
    dwell, step, delta = FIELDS["dwell_s"], FIELDS["min_step"], FIELDS["target_delta"]
    assert (dwell.label, dwell.units, dwell.default) == ("Dwell", "s", 0.0)
    assert dwell.help == "seconds to wait after the motor has settled, before reading."
    assert (step.label, step.of, step.help) == (
        "Min step",
        "motor",
        "shortest and longest step, above 0, in the motor's units.",
    )
    assert delta.of == "signal"
    assert [field.of for field in KINDS["grid"].fields if field.argument == "start"] == ["motor", "motor_2"]
    assert [KINDS[kind].label for kind in ("rel_line", "time_series")] == ["Line, relative", "Time series"]


def test_a_form_must_be_whole():
    for wrong in (
        None,
        [],
        {},
        {**FILLED, "kind": "spiral"},
        {**FILLED, "kind": ["line"]},
        {**FILLED, "name": None},
        {**FILLED, "surprise": 1},
        {name: value for name, value in FILLED.items() if name != "count_num"},
    ):
        with pytest.raises(BadValue):
            Form.of(wrong)


def test_fields_that_the_kind_does_not_use_may_be_missing_or_nonsense():
    form = Form.of({"kind": "count", "name": "n", "detectors": ["meter"], "count_num": 2, "delay_s": 0, "start": "?"})
    assert form.plan() == plans.count(["meter"], 2)
    assert form.as_json() == {"kind": "count", "name": "n", "detectors": ["meter"], "count_num": 2, "delay_s": 0}


def test_the_demo_shows_the_form_of_these_plans():
    """Where it does not any more: write `[kind.as_json() for kind in KINDS.values()]` there."""
    assert json.loads(DEMO.read_text()) == [kind.as_json() for kind in KINDS.values()]
