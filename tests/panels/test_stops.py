"""panels/stops.py: the key of a page's STOP, and what is learned from how a STOP went."""

import dataclasses

import pytest

from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.panels.stops import learn, stop_key

pytestmark = pytest.mark.integration


@pytest.fixture
def motors(lab):
    return [lab["mock_stage"], lab["mock_stage_y"]]


def report(device, outcome):
    blank = {field.name: None for field in dataclasses.fields(StopReport)}
    return StopReport(**{**blank, "device": device, "outcome": outcome})


def test_the_key_names_the_connection_and_what_is_stopped(lab, motors):
    key = {"target": lab.stop_key, "device": None, "known": "unknown"}
    assert stop_key(lab.client, motors) == key
    assert stop_key(lab.client, motors[:1], "mock_stage") == {**key, "device": "mock_stage"}
    assert stop_key(lab.client, []) == key


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [(True, True, "yes"), (False, False, "no"), (None, None, "unknown"), (True, False, "unknown")],
)
def test_it_is_known_of_many_where_it_is_known_of_all_alike(lab, motors, first, second, known):
    motors[0].can_stop, motors[1].can_stop = first, second
    assert stop_key(lab.client, motors)["known"] == known


def test_reports_tell_which_drivers_can_stop(motors):
    learn(motors, [report("mock_stage", "stopped"), report("mock_stage_y", "no_stop"), report("mock_laser", "no_stop")])
    assert [motor.can_stop for motor in motors] == [True, False]


@pytest.mark.parametrize("outcome", ["unreachable", "gone", "failed", "nothing"])
def test_other_outcomes_tell_nothing(motors, outcome):
    motors[0].can_stop = True
    learn(motors, [report(motor.id, outcome) for motor in motors])
    assert [motor.can_stop for motor in motors] == [True, None]
