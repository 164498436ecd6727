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
    ],
)
async def test_an_ask_that_waited_through_a_stop_moves_nothing(lab, daemon, kind, name, args):
    stage = lab[STAGE]
    panels = {"motor": stage.panel, "parameters": stage.parameters, "scan": lab.scan_panel}
    shown = panels[kind]() if kind in panels else RunsBrowser(lab)
    page = Page(shown if kind in panels else shown.panel)
    heard_s = await until(lambda: page.heard_s)
    await stage.stop()
    before = len(daemon.log("MoveAbsolute"))
    answer = await page.answer(page.ask_late(heard_s, name, **args))
    assert "STOP was pressed after this was asked for" in answer["error"]["message"], answer
    assert len(daemon.log("MoveAbsolute")) == before
    shown.close()


@pytest.mark.integration
async def test_what_is_asked_for_after_a_stop_moves(lab):
    page = Page(lab[STAGE].panel())
    await until(lambda: page.heard_s)
    await page.press_stop(STAGE)
    assert await page.ask("move", target=3) == {"target": 3}
    await lab[STAGE].motion
