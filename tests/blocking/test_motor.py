"""blocking/motor.py: moves that are waited for, stopped and interrupted."""

import pytest

from rust_daq_jupyter import Motor, Status, connect
from rust_daq_jupyter.errors import (
    DaemonFault,
    LimitError,
    NotSupported,
    Stopped,
    WaitTimeout,
)
from tests.client.interrupts import interrupted_everywhere, interrupted_when

pytestmark = pytest.mark.integration


def test_the_verbs_of_a_stage(fast):
    stage = Motor("mock_stage")
    stage.position = 2
    assert stage.position == pytest.approx(2, abs=0.01)
    assert (stage.units, stage.limits, stage.is_moving) == ("mm", (-100, 100), False)
    status = stage.move(60, wait=False)
    assert isinstance(status, Status)
    with pytest.raises(WaitTimeout):
        status.wait(0.05)
    assert stage.is_moving
    rest = stage.stop()
    with pytest.raises(Exception, match="stopped at"):
        status.wait(10)
    assert stage.position == pytest.approx(rest, abs=0.01)
    stage.limits = (0, 70)
    with pytest.raises(LimitError):
        stage.position = 71
    stage.move_relative(1)
    assert stage.position == pytest.approx(rest + 1, abs=0.01)


def test_an_interrupt_stops_what_moves(fast):
    stage = Motor("mock_stage")
    stage.position = 0
    moves = len(fast.daemon.log("MoveAbsolute"))
    is_sent = lambda: len(fast.daemon.log("MoveAbsolute")) > moves  # noqa: E731
    with pytest.raises(KeyboardInterrupt), interrupted_when(is_sent):
        stage.move(100)
    assert fast.daemon.log("StopMotion")
    assert stage.is_moving is False
    assert 0 <= stage.position < 100


def test_an_interrupt_at_any_instant_leaves_no_motor_moving(fast):
    stage = Motor("mock_stage")
    stage.position = 0
    for _ in interrupted_everywhere(lambda: stage.move(20)):
        motion = fast.home.call(lambda: stage._device.motion)
        assert motion.exception(10) is None or motion.done
        assert stage.is_moving is False


def test_stopping_a_motor_waits_for_no_event_loop(standing):
    lab, goes_on = standing
    rest = lab["mock_stage"].stop()
    assert not goes_on.is_set()
    assert 0 <= rest < 100
    assert lab.daemon.log("StopMotion")


def test_a_motor_without_a_stop_says_so(simulator):
    with (
        simulator("--faithful") as daemon,
        connect(daemon.address) as lab,
        pytest.raises(NotSupported, match="no stop"),
    ):
        lab["mock_stage"].stop()


def test_stop_passes_on_a_read_only_connection(fast):
    with connect(fast.daemon.address) as lab, connect(fast.daemon.address, read_only=True) as reader:
        move = lab["mock_stage"].move(90, wait=False)
        while not lab["mock_stage"].is_moving:
            pass
        rest = reader["mock_stage"].stop()
        with pytest.raises(Stopped):
            move.wait(10)
        assert rest < 89
        assert not reader["mock_stage"].is_moving


def test_a_stop_ends_every_move_that_is_under_way(fast):
    with connect(fast.daemon.address) as lab:
        stage = lab["mock_stage"]
        begun = stage.position
        first = stage.move(-90, wait=False)
        while abs(stage.position - begun) < 0.5:
            pass
        fast.daemon.fault("refuse:MoveAbsolute@first1:INTERNAL:busy")
        try:
            with pytest.raises(DaemonFault):
                stage.move(10)
        finally:
            fast.daemon.clear()
        stage.stop()
        with pytest.raises(Stopped):
            first.wait(10)
