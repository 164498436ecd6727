"""blocking/: the same verbs for those who wait."""

import asyncio
import itertools
import re
import signal
import threading

import numpy as np
import pytest

from rust_daq_jupyter import Camera, Detector, Device, Motor, Status, connect, run, scan
from rust_daq_jupyter.errors import (
    BadValue,
    DaemonFault,
    LimitError,
    NotConnected,
    NotSupported,
    Refused,
    ScanError,
    Stopped,
    UnknownDevice,
    WaitTimeout,
)
from tests.client.interrupts import interrupted_everywhere

pytestmark = pytest.mark.integration


@pytest.fixture
def fast(simulator):
    with simulator("--realistic", "--speed", "5") as daemon, connect(daemon.address) as lab:
        lab.daemon = daemon
        yield lab


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


def test_a_device_has_the_verbs_of_all_it_can(fast):
    laser, camera = Device("mock_laser"), Device("mock_camera")
    assert isinstance(laser, Detector)
    assert isinstance(camera, Camera)
    assert laser.read() > 0
    camera.exposure_ms = 20
    assert camera.exposure_ms == pytest.approx(20)
    assert camera.snapshot().shape == (480, 640)
    assert camera.arm() is True
    assert camera.state().armed is True
    with pytest.raises(NotSupported, match="mock_camera"):
        camera.read()
    with pytest.raises(NotSupported, match="mock_power_meter"):
        Motor("mock_power_meter")
    with pytest.raises(UnknownDevice, match="mock_stage"):
        Motor("mock_stag")


def test_an_axis_is_one_object_with_the_verbs_of_a_motor(simulator):
    with simulator("--realistic") as daemon, connect(daemon.address) as lab:
        laser = lab["mock_laser"]
        wavelength = laser.axis("wavelength_nm")
        assert wavelength is laser.axis("wavelength_nm") is Device("mock_laser").axis("wavelength_nm")
        assert wavelength.device == laser
        for slip in ("positoin", "limit", "in_postion"):
            with pytest.raises(NotSupported, match="Did you mean"):
                setattr(wavelength, slip, 5)
        wavelength.limits = (790, 850)
        assert laser.axis("wavelength_nm").limits == (790, 850)
        with pytest.raises(LimitError, match="wider"):
            wavelength.limits = (0, 5000)
        daemon.control("follow mock_laser wavelength_nm late:3600")
        status = wavelength.move(820, wait=False)
        while not any("code" in act for act in daemon.log("SetWavelength")):
            assert wavelength.is_moving
        assert wavelength.stop() == 800
        with pytest.raises(Stopped, match="what was sent stands"):
            status.wait(10)
        assert not wavelength.is_moving


def test_how_near_is_there_can_be_set(simulator):
    with simulator("--realistic") as daemon, connect(daemon.address) as lab:
        daemon.control("follow mock_laser wavelength_nm round:1")
        wavelength, stage = lab["mock_laser"].axis("wavelength_nm"), lab["mock_stage"]
        for mover in (wavelength, stage):
            mover.in_position = 0.5
            assert mover.in_position == 0.5
            with pytest.raises(BadValue, match="in_position"):
                mover.in_position = -1
        assert lab.lab["mock_stage"].in_position == 0.5
        for target in (800.5, 801.5):
            wavelength.position = target
        assert wavelength.position == pytest.approx(801.5, abs=0.5)


def test_a_connection_tells_its_runs_and_whether_it_may_act(fast):
    assert (fast.active_runs, fast.read_only, Device("mock_laser").read_only) == ([], False, False)
    started = fast.count(["mock_power_meter"], 2, delay_s=60)
    assert fast.active_runs == [started]
    started.abort()
    with pytest.raises(ScanError):
        started.wait(10)
    assert fast.active_runs == []
    with connect(fast.client.address.label, read_only=True) as onlooker:
        assert (onlooker.read_only, onlooker["mock_laser"].read_only) == (True, True)
    reading = Detector("mock_power_meter").reading()
    assert (reading.value > 0, reading.units) == (True, "W")


def test_connections_nest_and_threads_have_their_own(simulator):
    with simulator("--faithful") as one, simulator("--realistic") as two:
        plain = connect(one.address)
        with connect(two.address):
            assert Motor("mock_stage").limits == (-100, 100)
            found = []
            thread = threading.Thread(target=lambda: found.append(Motor("mock_stage").limits))
            thread.start()
            thread.join(30)
            assert found == [None], "another thread has no block of its own, so it means the plain connection"
        assert Motor("mock_stage").limits is None
        plain.close()
        plain.close()
        with pytest.raises(NotConnected, match="connect"):
            Motor("mock_stage")
    assert [thread.name for thread in threading.enumerate()].count("rust-daq-io") == 1


def test_a_subscription_ends_when_it_is_closed(fast):
    values, enough = [], threading.Event()

    def hear(value):
        values.append(value)
        if len(values) >= 5:
            enough.set()

    subscription = Detector("mock_power_meter").subscribe(hear, rate_hz=100)
    assert enough.wait(10)
    subscription.close()
    subscription.close()
    assert subscription.error is None
    heard = len(values)
    assert not subscription._thread.is_alive()
    assert len(values) == heard


def test_scan_and_its_two_shapes(fast):
    meter, stage = Detector("mock_power_meter"), Motor("mock_stage")
    with run("evening", {"operator": "me"}) as group:
        data = scan([meter], stage, 0, 1, 5)
        table = scan([meter], stage, 0, 1, 3, return_dict=True)
    assert list(data.columns) == ["position", "mock_power_meter"]
    np.testing.assert_allclose(data["position"], np.linspace(0, 1, 5), atol=0.01)
    assert len(table["position"]) == 3
    assert [one.name for one in group.runs] == ["evening", "evening"]
    assert group.runs[0].attrs["metadata"]["operator"] == "me"
    with pytest.raises(BadValue):
        scan([meter], stage, 0, 1, 0)


def test_a_scan_that_was_stopped_names_a_table_that_there_is(fast):
    stage, meter = Motor("mock_stage"), Detector("mock_power_meter")
    threading.Timer(0.5, fast.stop).start()
    with run() as group, pytest.raises(ScanError) as ended:
        scan([meter], stage, 0, 100, 101)
    (kept,) = group.runs
    table = re.search(r"points are kept in (.*\.df)$", ended.value.message)[1]
    assert eval(table, {"lab": fast}).equals(kept.df), "it can be pasted"
    assert ended.value.df.equals(kept.df)
    assert "STOP was pressed" in str(ended.value)


def test_verbs_that_have_another_name_here_are_told_it(fast):
    with pytest.raises(AttributeError, match="here it is move_relative"):
        Motor("mock_stage").move_by(1)
    with pytest.raises(AttributeError, match="here it is wavelength_nm = value"):
        Device("mock_laser").set_wavelength(800)


def test_a_block_may_have_the_daemon_record(simulator, tmp_path):
    with simulator("--faithful") as daemon, connect(daemon.address) as lab:
        lab.wait(lab.client.configure_storage(str(tmp_path)))
        with run(name="recorded", metadata={"operator": "me"}, record=True) as group:
            assert lab.wait(lab.client.get_recording_status()).state != "idle"
            lab.scan(["mock_power_meter"], "mock_stage", 0, 1, 5, where="daemon").wait(60)
        assert lab.wait(lab.client.get_recording_status()).state == "idle"
        assert "recorded" in group.recording
        with run(record=True), pytest.raises(Refused), run(record=True):
            pass
        assert lab.wait(lab.client.get_recording_status()).state == "idle"


def test_an_interrupt_stops_what_moves(fast):
    stage = Motor("mock_stage")
    stage.position = 0
    threading.Timer(0.2, lambda: signal.raise_signal(signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        stage.move(100)
    assert fast.daemon.log("StopMotion")
    assert stage.is_moving is False
    assert 0 < stage.position < 100


def test_an_interrupt_aborts_a_scan_and_keeps_its_points(fast):
    threading.Timer(0.5, lambda: signal.raise_signal(signal.SIGINT)).start()
    with run() as group, pytest.raises(KeyboardInterrupt):
        scan([Detector("mock_power_meter")], Motor("mock_stage"), 0, 100, 101)
    assert group.runs[0].status == "abort"
    assert 0 < len(group.runs[0].df) < 101
    assert Motor("mock_stage").is_moving is False


def test_an_interrupt_at_any_instant_leaves_no_motor_moving(fast):
    stage = Motor("mock_stage")
    stage.position = 0
    for _ in interrupted_everywhere(lambda: stage.move(20)):
        motion = fast.home.call(lambda: stage._device.motion)
        assert motion.exception(10) is None or motion.done
        assert stage.is_moving is False


def test_an_interrupt_at_any_instant_leaves_no_scan_going(fast):
    stage, meter = Motor("mock_stage"), Detector("mock_power_meter")
    stage.position = 0
    scan([meter], stage, 0, 0, 2)
    instants = interrupted_everywhere(lambda: fast_scan(meter, stage), every=5)
    for _ in itertools.islice(instants, 40):
        for started in fast.home.call(lambda: list(fast.lab.active_runs)):
            with pytest.raises(ScanError, match="aborted"):
                started.wait(10)


def fast_scan(meter, stage):
    scan([meter], stage, 0, 100, 101)


def test_the_handle_of_a_blocking_lab(fast):
    started = fast.scan([Detector("mock_power_meter")], Motor("mock_stage"), 0, 50, 51)
    with pytest.raises(WaitTimeout):
        started.wait(timeout=0.05)
    started.abort()
    with pytest.raises(ScanError) as error:
        started.wait(timeout=10)
    assert error.value.df is not None
    assert {device.id for device in fast} >= {"mock_stage"}
    assert "mock_stage" in repr(fast)
    reports = fast.stop()
    assert "mock_stage" in {report.device for report in reports}


@pytest.fixture
def standing(fast):
    """The connection, while its event loop stands still; an event that is set when it goes on."""
    stage = fast["mock_stage"]
    stage.position = 0
    stage.move(100, wait=False)
    stands, go_on, goes_on = threading.Event(), threading.Event(), threading.Event()

    def stand():
        stands.set()
        go_on.wait(10)
        goes_on.set()

    fast.home.soon(stand)
    assert stands.wait(10)
    yield fast, goes_on
    go_on.set()


def test_stop_all_waits_for_no_event_loop(standing):
    lab, goes_on = standing
    reports = {report.device: report.outcome for report in lab.stop()}
    assert not goes_on.is_set()
    assert reports["mock_stage"] == "stopped"


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


@pytest.mark.parametrize("failure", [ZeroDivisionError, SystemExit, KeyboardInterrupt, asyncio.CancelledError])
def test_a_callback_that_fails_is_told_once_and_called_again(fast, caplog, failure):
    calls, enough = [], threading.Event()

    def fails(value):
        calls.append(value)
        if len(calls) >= 5:
            enough.set()
        raise failure

    with connect(fast.daemon.address) as lab:
        subscription = lab["mock_power_meter"].subscribe(fails, rate_hz=50)
        assert enough.wait(10)
        subscription.close()
    assert len([record for record in caplog.records if "a callback failed" in record.message]) == 1


def test_closing_one_connection_leaves_the_others_alone(fast):
    other = connect(fast.daemon.address)
    started = fast.scan([Detector("mock_power_meter", fast)], Motor("mock_stage", fast), 0, 5, 6)
    other.close()
    assert len(started.wait(30)) == 6
