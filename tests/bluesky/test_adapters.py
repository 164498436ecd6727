"""bluesky/: our devices pass the protocols and run under the real RunEngine."""

import math
import threading

import numpy as np
import pytest
from bluesky import RunEngine, protocols
from bluesky import plan_stubs as bps
from bluesky import plans as bp
from bluesky.callbacks.best_effort import BestEffortCallback
from bluesky.utils import FailedStatus
from event_model import DocumentNames, schema_validators

from rust_daq_jupyter import Camera, Detector, Device, Laser, Motor, connect
from rust_daq_jupyter.bluesky import as_bluesky
from rust_daq_jupyter.errors import BadValue, LimitError, NotSupported, Refused, Stopped

pytestmark = [
    pytest.mark.integration,
    # what Bluesky and matplotlib themselves warn of on this Python
    pytest.mark.filterwarnings("ignore:.*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*:PendingDeprecationWarning"),
]
READER = ["HasName", "HasParent", "Readable", "Triggerable", "Configurable", "Stageable", "Subscribable", "HasHints"]
MOVER = ["Movable", "NamedMovable", "Locatable", "Stoppable", "Checkable"]


@pytest.fixture(scope="module")
def engine():
    engine = RunEngine({}, context_managers=[])
    yield engine
    engine.loop.call_soon_threadsafe(engine.loop.stop)


@pytest.fixture
def told(engine):
    """Every document of a plan, each valid by event-model's own schemas."""
    found = []

    def hear(name, document):
        schema_validators[DocumentNames[name]].validate(document)
        found.append((name, document))

    token = engine.subscribe(hear)
    yield found
    engine.unsubscribe(token)


@pytest.fixture
def bench(realistic):
    with connect(realistic) as lab:
        yield lab


def events(told):
    return [document["data"] for name, document in told if name == "event"]


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (lambda: as_bluesky(Motor("mock_stage")), [*[n for n in READER if n != "Triggerable"], *MOVER]),
        (lambda: as_bluesky(Detector("mock_power_meter")), READER),
        (lambda: as_bluesky(Camera("mock_camera")), READER),
        (lambda: as_bluesky(Laser("mock_laser").axis("wavelength_nm")), [*READER[:3:2], "Configurable", *MOVER]),
    ],
    ids=["motor", "detector", "camera", "axis"],
)
def test_they_pass_the_protocols_and_read_what_they_describe(bench, make, names):
    adapter = make()
    for name in names:
        assert isinstance(adapter, getattr(protocols, name)), name
    assert adapter.read().keys() == adapter.describe().keys()
    assert adapter.read_configuration().keys() == adapter.describe_configuration().keys()
    assert all(isinstance(reading["timestamp"], float) for reading in adapter.read().values())


def test_the_plans_of_the_field(bench, engine, told):
    stage, y, meter = Motor("mock_stage"), Motor("mock_stage_y"), Detector("mock_power_meter")
    x, y, detector = as_bluesky(stage), as_bluesky(y), as_bluesky(meter)
    engine(bp.count([detector, as_bluesky(Camera("mock_camera"))], 2))
    assert all(data["mock_camera"] > 0 for data in events(told))
    told.clear()
    engine(bp.scan([detector], x, 5, 5.4, 3))
    np.testing.assert_allclose([data["mock_stage"] for data in events(told)], [5, 5.2, 5.4], atol=0.01)
    told.clear()
    engine(bp.rel_scan([detector], x, -0.2, 0.2, 3))
    np.testing.assert_allclose([data["mock_stage_setpoint"] for data in events(told)], [5.2, 5.4, 5.6], atol=0.01)
    assert stage.position == pytest.approx(5.4, abs=0.01)
    told.clear()
    engine(bp.grid_scan([detector], y, 0, 0.1, 2, x, 5, 5.2, 3, True))
    np.testing.assert_allclose([d["mock_stage_setpoint"] for d in events(told)], [5, 5.1, 5.2, 5.2, 5.1, 5])
    told.clear()
    engine(bp.list_scan([detector], x, [5, 5.1, 5.3]))
    assert [data["mock_stage_setpoint"] for data in events(told)] == [5, 5.1, 5.3]
    told.clear()
    engine(bp.adaptive_scan([detector], "mock_power_meter", x, 5.8, 7, 0.05, 0.5, 0.5, True))
    assert len(events(told)) > 3
    assert told[-1][1]["exit_status"] == "success"


def test_an_axis_is_scanned_and_a_table_and_a_fit_follow(bench, engine, told, capsys):
    best = BestEffortCallback()
    best.disable_plots()
    token = engine.subscribe(best)
    wavelength = as_bluesky(Laser("mock_laser").axis("wavelength_nm"))
    engine(bp.scan([as_bluesky(Detector("mock_power_meter"))], wavelength, 790, 810, 3))
    engine.unsubscribe(token)
    assert [data["mock_laser_wavelength_nm"] for data in events(told)] == [790, 800, 810]
    assert "mock_laser_wavelength_nm" in capsys.readouterr().out
    engine(bps.mv(wavelength, 800))


def test_a_limit_is_refused_before_anything_moves(bench, engine):
    motor = as_bluesky(Motor("mock_stage"))
    before = motor.position
    for value, error in ((1000, LimitError), (math.nan, BadValue)):
        with pytest.raises(error):
            motor.check_value(value)
        with pytest.raises(error):
            engine(bps.mv(motor, value))
    assert motor.position == before
    assert motor.limits == (-100, 100)
    assert motor.egu == "mm"


def test_an_abort_stops_the_motor(bench, engine, told):
    stage = Motor("mock_stage")
    stage.position = 0
    motor = as_bluesky(stage)

    def doomed():
        yield from bps.open_run()
        yield from bps.abs_set(motor, 80, group="way")
        while stage.position < 1:
            yield from bps.null()
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        engine(doomed())
    rest = stage.position
    assert 1 <= rest < 80
    assert not stage.is_moving
    assert told[-1][1]["exit_status"] == "fail"


def test_a_stop_calls_the_move_of_an_axis_off(simulator):
    with simulator("--realistic") as daemon, connect(daemon.address):
        daemon.control("follow mock_laser wavelength_nm late:3600")
        wavelength = as_bluesky(Laser("mock_laser").axis("wavelength_nm"))
        status = wavelength.set(820)
        wavelength.stop()
        with pytest.raises(Stopped):
            status.wait(10)


def test_a_motor_without_a_stop_lets_the_engine_tidy_up(faithful, engine, told, caplog):
    with connect(faithful):
        motor = as_bluesky(Motor("mock_stage"))

        def doomed():
            yield from bps.open_run()
            yield from bps.mv(motor, 1)
            raise ValueError("enough")

        with pytest.raises(ValueError, match="enough"):
            engine(doomed())
        assert told[-1][1]["exit_status"] == "fail"
        assert "no stop" in caplog.text


def test_a_move_that_fails_fails_the_plan(simulator, engine):
    with simulator("--realistic") as daemon, connect(daemon.address):
        motor = as_bluesky(Motor("mock_stage"))
        daemon.control("sick mock_stage the belt is torn")
        with pytest.raises(FailedStatus):
            engine(bps.mv(motor, 1))


def test_subscriptions_tell_and_end(bench):
    for device in (Motor("mock_stage"), Detector("mock_power_meter")):
        adapter, heard, come = as_bluesky(device), [], threading.Event()

        def hear(readings, heard=heard, come=come):
            heard.append(readings)
            come.set()

        adapter.subscribe(hear)
        assert come.wait(30)
        adapter.clear_sub(hear)
        adapter.clear_sub(hear)
        assert heard[0].keys() <= adapter.read().keys()
    with pytest.raises(NotSupported):
        as_bluesky(Laser("mock_laser").axis("wavelength_nm")).subscribe(print)


def test_what_is_no_device_is_refused(bench):
    with pytest.raises(BadValue, match="synchronous"):
        as_bluesky(bench.lab["mock_stage"])
    output = Device("mock_daq_output")
    if not {"movable", "readable", "frame_producer"} & set(output.capabilities):
        with pytest.raises(NotSupported):
            as_bluesky(output)


def test_a_motor_that_a_run_holds_is_refused(bench, engine):
    run = bench.scan(["mock_power_meter"], "mock_stage", 0, 50, 51)
    with pytest.raises((FailedStatus, Refused)):
        engine(bps.mv(as_bluesky(Motor("mock_stage")), 1))
    run.abort()


def test_our_runs_replay_into_its_callbacks(bench, capsys):
    run = bench.scan(["mock_power_meter"], "mock_stage", 6, 7, 5, metadata={"sample": "A7"})
    df = run.wait(60)
    best = BestEffortCallback()
    best.disable_plots()
    for name, document in run.documents():
        best(name, document)
    shown = capsys.readouterr().out
    assert "mock_power_meter" in shown
    assert "7.000" in shown
    rows = [document["data"] for name, document in bench.runs[-1].documents() if name == "event"]
    assert [row["mock_power_meter"] for row in rows] == df["mock_power_meter"].tolist()
