"""panels/motor.py: the page's side of the motor panel, against a daemon."""

import asyncio
import itertools
import math
import re
import threading

import pytest

from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import BadValue, NotConnected
from rust_daq_jupyter.panels.motor import ladder
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


@pytest.fixture
async def stage(lab):
    stage = lab["mock_stage"]
    await stage.move(1.0)
    return stage


@pytest.fixture
def panel(stage):
    return stage.panel()


async def test_what_a_page_finds_when_it_comes(lab, stage, panel):
    assert (panel.title, panel.units, panel.limits, panel.decimals) == ("mock_stage", "mm", [-100.0, 100.0], 3)
    assert (panel.steps, panel.step) == ([0.001, 0.01, 0.1, 1.0, 10.0], 0.1)
    assert panel.confirm_above == 100.0
    assert panel.connection["state"] == "live"
    assert panel.stop == {"target": lab.stop_key, "device": "mock_stage", "known": "unknown"}
    assert lab.stop_key
    assert panel.notice is None
    page = Page(panel, visible=False)
    await until(lambda: page.flows)
    assert page.flows[0]["reset"]
    assert page.data["position"] == pytest.approx(1.0, abs=0.01)
    assert page.data["target"] is None


async def test_the_readback_follows_a_move_from_the_page(panel, stage):
    page = Page(panel)
    assert await page.ask("move", target=40.0) == {"target": 40.0}
    underway = await page.flow(lambda data: data["moving"] and data["remaining_s"] is not None)
    assert underway["target"] == 40.0
    await page.flow(lambda data: data["target"] is None and abs(data["position"] - 40) < 0.01 and not data["moving"])
    assert panel.notice is None
    positions = [flow["data"]["position"] for flow in page.flows]
    assert sum(1 for before, now in itertools.pairwise(positions) if now != before) > 2


async def test_five_quick_clicks_are_five_steps(panel, stage, daemon):
    page = Page(panel)
    await until(lambda: page.heard_s)
    before = len(daemon.log("MoveAbsolute"))
    asks = [page.ask_now("move_by", delta=0.5) for _ in range(5)]
    targets = [(await page.answer(ask))["value"]["target"] for ask in asks]
    assert targets == pytest.approx([1.5, 2.0, 2.5, 3.0, 3.5], abs=0.02)
    await page.flow(lambda data: data["target"] is None and abs(data["position"] - 3.5) < 0.02)
    assert 1 <= len(daemon.log("MoveAbsolute")) - before <= 5
    assert panel.notice is None


async def test_what_may_not_be_sent_is_not_sent(panel, stage, daemon):
    page = Page(panel)
    before = len(daemon.log("MoveAbsolute"))
    error = await page.ask("move", target=200)
    assert error == {
        "type": "LimitError",
        "message": "200 mm is outside -100 to 100 mm.",
        "hint": "Nothing was sent.",
    }
    for wrong in (None, "3", float("nan"), True):
        assert (await page.ask("move", target=wrong))["type"] == "BadValue"
    assert (await page.ask("move"))["message"] == "move: missing a required argument: 'target'."
    assert (await page.ask("move_by", delta=-500))["type"] == "LimitError"
    assert (await page.ask("explode"))["type"] == "NotSupported"
    assert (await page.ask("set_step", step=0))["type"] == "BadValue"
    assert (await page.ask("set_decimals", decimals=2.5))["type"] == "BadValue"
    assert len(daemon.log("MoveAbsolute")) == before


async def test_steps_and_decimals_are_chosen(panel):
    page = Page(panel)
    assert await page.ask("set_step", step=2.5) == {"step": 2.5}
    assert await page.ask("set_decimals", decimals=1) == {"decimals": 1}
    assert (panel.step, panel.decimals) == (2.5, 1)


async def test_own_limits_are_shown(panel, stage):
    page = Page(panel)
    stage.limits = (0, 20)
    await until(lambda: panel.limits == [0.0, 20.0])
    assert (await page.ask("move", target=-1))["type"] == "LimitError"
    stage.limits = None
    await until(lambda: panel.limits == [-100.0, 100.0])


async def test_stop_halts_and_tells_where(panel, stage):
    page = Page(panel)
    await page.ask("move", target=90)
    await page.flow(lambda data: data["position"] > 2)
    [report] = await page.press_stop("mock_stage")
    assert (report["device"], report["outcome"], report["units"]) == ("mock_stage", "stopped", "mm")
    assert report["position"] < 90
    await until(lambda: panel.notice is not None)
    assert panel.notice["level"] == "warning"
    assert "stopped at" in panel.notice["text"], "whether the move's own end is seen first, or the mark of STOP"
    await until(lambda: panel.stop["known"] == "yes")


async def test_where_it_was_stopped_is_told_as_the_readback_is_shown(panel, stage):
    page = Page(panel)
    await page.ask("set_decimals", decimals=2)
    await page.ask("move", target=-90)
    await page.flow(lambda data: data["position"] < -2)
    await stage.stop()
    await until(lambda: panel.notice is not None)
    assert re.search(r"stopped at −\d+\.\d\d mm", panel.notice["text"]), panel.notice


async def test_stop_needs_no_event_loop(panel, stage, daemon):
    page = Page(panel)
    await page.ask("move", target=90)
    await page.flow(lambda data: data["position"] > 2)
    answered = threading.Event()
    page.answers = _Announced(answered)
    # From here to the answer this loop does nothing: the message comes on a thread, as on a subshell of the kernel.
    threading.Thread(target=page.say, args=("stop",), kwargs={"id": "now", "device": None}).start()
    assert answered.wait(5)
    assert {each["device"] for each in page.answers["now"]["value"]["reports"]} >= {"mock_stage", "mock_stage_y"}


class _Announced(dict):
    def __init__(self, event):
        super().__init__()
        self._event = event

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self._event.set()


async def test_a_driver_without_stop_is_told(faithful):
    async with await connect(faithful) as lab:
        panel = lab["mock_stage"].panel()
        page = Page(panel)
        [report] = await page.press_stop("mock_stage")
        assert report["outcome"] == "no_stop"
        await until(lambda: panel.stop["known"] == "no")
        assert panel.limits is None
        assert panel.confirm_above is None
        panel.close()


async def test_instruments_are_polled_only_while_somebody_looks(panel, stage, daemon):
    streams = lambda: [each for each in daemon.log("StreamPosition") if "code" not in each]  # noqa: E731
    hidden = Page(panel, visible=False)
    await until(lambda: hidden.flows)
    assert not streams()
    page, other = Page(panel), Page(panel)
    await page.flow()
    await until(lambda: len(streams()) == 1)
    page.look(False)
    await other.flow()
    assert len(streams()) == 1
    other.bye()
    await until(lambda: not streams(), "the stream ends with the last view")
    heard = len(hidden.flows)
    page.look(True)
    await until(lambda: len(streams()) == 1)
    await until(lambda: len(hidden.flows) > heard)
    assert str(panel).startswith("mock_stage: 1.00")


async def test_a_page_that_does_not_acknowledge_gets_two(panel, stage):
    page = Page(panel, acknowledges=False)
    await until(lambda: len(page.flows) == 2)
    await stage.move(2.0)
    assert len(page.flows) == 2
    page.acknowledges = True
    page.say("ack", seq=page.flows[-1]["seq"])
    await page.flow(lambda data: abs(data["position"] - 2) < 0.01)


async def test_a_resting_motor_is_told_about_once_a_second(panel):
    page = Page(panel)
    await page.flow()
    began_s = asyncio.get_running_loop().time()
    for _ in range(3):
        await page.flow()
    assert asyncio.get_running_loop().time() - began_s > 1.5


async def test_messages_may_come_on_any_thread(panel, stage):
    page = Page(panel, visible=False)
    await asyncio.to_thread(page.look, True)
    ask = await asyncio.to_thread(page.ask_now, "move", target=2.0)
    assert (await page.answer(ask))["value"] == {"target": 2.0}
    await page.flow(lambda data: data["target"] is None and abs(data["position"] - 2) < 0.01)


async def test_nonsense_from_a_page_is_survived(panel):
    for nonsense in (None, [], "hello", {}, {"kind": "ack"}, {"kind": "ack", "page": "x", "seq": "y"}, {"kind": 1}):
        panel._handle_custom_msg(nonsense, [])
    assert await Page(panel).ask("set_step", step=1.0) == {"step": 1.0}


async def test_the_same_motor_has_one_panel_until_it_is_closed(stage, panel):
    assert stage.panel() is panel
    panel.close()
    panel.close()
    assert panel.comm is None
    other = stage.panel()
    assert other is not panel
    assert other.comm is not None


async def test_a_saved_notebook_still_tells(panel, stage):
    data, _ = panel._repr_mimebundle_()
    assert data["text/plain"].startswith("mock_stage: 1.00")
    assert "mm (20" in data["text/plain"]
    assert data["text/html"] == f"<pre>{data['text/plain']}</pre>"
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    assert panel.fallback == str(panel)


async def test_a_closed_connection_is_told_and_answered(realistic):
    lab = await connect(realistic)
    stage = lab["mock_stage"]
    panel = stage.panel()
    page = Page(panel)
    await page.flow()
    await lab.close()
    assert panel.connection["state"] == "closed"
    assert (await page.ask("move", target=1))["type"] == "NotConnected"
    with pytest.raises(NotConnected):
        stage.panel()
    panel.close()


async def test_a_lost_daemon_is_told(simulator):
    with simulator("--realistic") as own:
        lab = await connect(own.address)
        panel = lab["mock_stage"].panel()
        page = Page(panel)
        await page.flow()
        own.process.kill()
        await until(lambda: panel.connection["state"] == "reconnecting")
        await page.flow()  # the pages are told that the kernel lives
        await page.ask("move", target=1)
        await until(lambda: panel.notice and panel.notice["level"] == "error")
        assert own.address in panel.notice["text"]
        panel.close()
        await lab.close()


async def test_read_only_is_shown_and_refused(realistic):
    async with await connect(realistic, read_only=True) as lab:
        panel = lab["mock_stage"].panel()
        assert panel.read_only
        assert (await Page(panel).ask("move_by", delta=1))["type"] == "NotAllowed"
        panel.close()


def test_the_ladder_follows_the_limits():
    assert ladder(None) == [0.001, 0.01, 0.1, 1.0, 10.0]
    assert ladder([-100, 100]) == [0.001, 0.01, 0.1, 1.0, 10.0]
    for without_room in ([0, 0], [50, 5]):
        assert ladder(without_room) == ladder(None)
    assert ladder([0, 0.5]) == [1e-06, 1e-05, 0.0001, 0.001, 0.01]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("confirm_above", math.nan), ("confirm_above", -3), ("step", 0), ("step", math.inf), ("decimals", -1)],
)
async def test_what_cannot_be_meant_is_not_set_from_a_cell(panel, name, wrong):
    before = getattr(panel, name)
    with pytest.raises(BadValue, match=rf"mock_stage: set_{name}: .* Nothing was changed"):
        setattr(panel, name, wrong)
    assert getattr(panel, name) == before
