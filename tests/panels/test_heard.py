"""panels/heard.py: what was asked for before STOP moves nothing after it, however late it is heard."""

import math
import time

import pytest

from rust_daq_jupyter.client.runtime import StopMarks
from rust_daq_jupyter.errors import Refused
from rust_daq_jupyter.panels import RunsBrowser
from rust_daq_jupyter.panels.heard import check_heard
from tests.panels.pages import Page
from tests.waits import until

STAGE, METER = "mock_stage", "mock_power_meter"


@pytest.fixture
def marks(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    return StopMarks("a-daemon")


@pytest.mark.parametrize("seen_s", [0.0, None, math.nan, "soon"])
def test_without_a_stop_everything_was_asked_for_after_it(marks, seen_s):
    check_heard(marks, [STAGE], seen_s)
    marks.write(["another"], "page")
    check_heard(marks, [STAGE], seen_s)


@pytest.mark.parametrize("devices", [[STAGE], None])
def test_what_was_asked_for_before_a_stop_is_refused(marks, devices):
    before_s = time.time()
    marks.write(devices, "page")
    for seen_s in (before_s, None, math.nan, "soon"):
        with pytest.raises(Refused, match="nothing was sent"):
            check_heard(marks, [STAGE], seen_s)
    check_heard(marks, [STAGE], marks.pressed_s([STAGE]) + 1e-3)


STAGE_AND_LIGHT = ("MoveAbsolute", "SetWavelength", "SetShutter", "SetEmission", "Arm", "Trigger")
FORM = {"kind": "line", "motor": STAGE, "detectors": [METER], "start": 0, "stop": 1, "num": 3}


@pytest.mark.integration
@pytest.mark.parametrize(
    ("kind", "name", "args"),
    [
        ("motor", "move", {"target": 5}),
        ("motor", "move_by", {"delta": 1}),
        ("parameters", "set", {"parameter": "position", "value": 5}),
        ("scan", "start", {"form": FORM}),
        ("runs", "resume", {"uid": "any"}),
        ("laser", "set_wavelength", {"wavelength_nm": 810}),
        ("laser", "set_shutter", {"open": True}),
        ("laser", "set_emission", {"on": True}),
        ("camera", "trigger", {}),
    ],
)
async def test_an_ask_that_waited_through_a_stop_moves_nothing(lab, daemon, kind, name, args):
    stage = lab[STAGE]
    panels = {"motor": stage.panel, "parameters": stage.parameters, "scan": lab.scan_panel}
    panels |= {"laser": lab["mock_laser"].panel, "camera": lab["mock_camera"].panel}
    shown = panels[kind]() if kind in panels else RunsBrowser(lab)
    page = Page(shown if kind in panels else shown.panel)
    heard_s = await until(lambda: page.heard_s)
    await lab.stop()
    before = len(daemon.log(*STAGE_AND_LIGHT))
    answer = await page.answer(page.ask_late(heard_s, name, **args))
    assert "STOP was pressed after this was asked for" in answer["error"]["message"], answer
    assert len(daemon.log(*STAGE_AND_LIGHT)) == before
    shown.close()


@pytest.fixture
async def laser(lab):
    laser = lab["mock_laser"]
    yield laser
    await laser.close_shutter()
    await laser.start_emission()
    await laser.open_shutter()


@pytest.mark.integration
@pytest.mark.parametrize(("name", "args"), [("set_shutter", {"open": False}), ("set_emission", {"on": False})])
async def test_what_takes_light_away_is_carried_out_however_late(lab, laser, name, args):
    page = Page(laser.panel())
    heard_s = await until(lambda: page.heard_s)
    await lab.stop()
    assert (await page.answer(page.ask_late(heard_s, name, **args)))["ok"]


@pytest.mark.integration
async def test_a_stop_between_arming_and_triggering_triggers_nothing(lab, daemon):
    page = Page(lab["mock_camera"].panel())
    await until(lambda: page.heard_s)
    arms, triggers = len(daemon.log("Arm")), len(daemon.log("Trigger"))
    fault = daemon.fault("delay:Arm:0.5")
    asked = page.ask_now("trigger")
    await until(lambda: len(daemon.log("Arm")) > arms)
    await lab.stop()
    answer = await page.answer(asked)
    daemon.clear(fault)
    assert "not triggered" in answer["error"]["message"]
    assert len(daemon.log("Trigger")) == triggers


@pytest.mark.integration
async def test_what_is_asked_for_after_a_stop_moves(lab):
    page = Page(lab[STAGE].panel())
    await until(lambda: page.heard_s)
    await page.press_stop(STAGE)
    assert await page.ask("move", target=3) == {"target": 3}
    await lab[STAGE].motion
