"""panels/hold.py: a motor moves while a key is held, and is never left moving."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import Refused
from rust_daq_jupyter.panels.hold import TRAVEL_S, Reach, check_age
from tests.panels.pages import Page
from tests.waits import until


@pytest.fixture
async def page(lab):
    await lab["mock_stage"].move(1.0)
    panel = lab["mock_stage"].panel()
    panel.hold_to_jog = True
    page = Page(panel)
    await until(lambda: page.flows)
    yield page
    panel.hold_to_jog = False


def now(direction=1):
    """What a page says whose key has just gone down."""
    return {"direction": direction, "seen_s": time.time(), "since_s": time.time()}


async def hold(page, direction=1, **args):
    return await page.ask("hold", **now(direction) | args)


@given(st.floats(1e-3, 1e3), st.floats(0, 5), st.floats(1e-6, 1e-2))
def test_no_short_move_travels_longer_than_it_may(speed, latency_s, first):
    reach = Reach(first)
    for _ in range(30):
        travel_s = reach.distance / speed
        assert reach.distance >= first
        if reach.distance != first:
            assert travel_s <= TRAVEL_S
        reach.learn(reach.distance, travel_s + latency_s)


@pytest.mark.parametrize("seen_s", [97.9, 102.1, float("nan")])
def test_what_waited_is_refused(seen_s):
    with pytest.raises(Refused, match="came late"):
        check_age(seen_s, 100.0)


@pytest.mark.integration
async def test_a_held_key_moves_on_and_a_free_one_leaves_nothing_moving(page, lab, daemon):
    stage, before = lab["mock_stage"], len(daemon.log("MoveAbsolute"))
    position, distances = 1.0, []
    for _ in range(9):
        answer = await hold(page)
        distances.append(answer["position"] - position)
        position = answer["position"]
        assert not await stage.is_moving()
    assert len(daemon.log("MoveAbsolute")) == before + 9
    assert position > 1.5
    assert distances[-1] > distances[0] > 0
    assert (await hold(page, -1))["position"] < position


@pytest.mark.integration
@pytest.mark.parametrize("nonsense", [True, 0, 2, "1", None])
async def test_a_direction_is_up_or_down(page, daemon, nonsense):
    before = len(daemon.log("MoveAbsolute"))
    assert (await hold(page, nonsense))["type"] == "BadValue"
    assert len(daemon.log("MoveAbsolute")) == before


@pytest.mark.integration
async def test_it_ends_at_the_limit_and_says_so(page, lab, daemon):
    stage = lab["mock_stage"]
    stage.limits = (0.0, 1.002)
    answers = [await hold(page) for _ in range(3)]
    assert answers[-1]["message"] == "mock_stage is at its limit, 1.002 mm."
    assert daemon.log("MoveAbsolute")[-1]["request"]["value"] == pytest.approx(1.002)
    stage.limits = None


@pytest.mark.integration
async def test_a_motor_outside_its_limits_is_not_sent_a_long_way(page, lab, daemon):
    stage = lab["mock_stage"]
    stage.limits = (50.0, 60.0)
    before = len(daemon.log("MoveAbsolute"))
    assert "outside its limits" in (await hold(page))["message"]
    assert len(daemon.log("MoveAbsolute")) == before
    stage.limits = None


@pytest.mark.integration
@pytest.mark.parametrize("name", ["move_by", "hold"])
async def test_stop_while_the_position_is_read_moves_nothing(page, daemon, name):
    before = len(daemon.log("MoveAbsolute"))
    daemon.fault("delay:GetDeviceState:0.5")
    try:
        args = {"delta": 5} if name == "move_by" else now()
        ask = page.ask_now(name, **args)
        await asyncio.sleep(0)
        await page.press_stop("mock_stage")
        answer = await page.answer(ask)
        assert answer["error"]["type"] == "Refused", answer
        assert "STOP was pressed" in answer["error"]["message"]
    finally:
        daemon.clear()
    assert len(daemon.log("MoveAbsolute")) == before


@pytest.mark.integration
async def test_nothing_is_sent_that_should_not_be(page, daemon):
    before = len(daemon.log("MoveAbsolute"))
    assert (await hold(page, seen_s=time.time() - 3))["type"] == "Refused"
    assert (await hold(page, 2))["type"] == "BadValue"
    page.panel.hold_to_jog = False
    assert (await hold(page))["type"] == "Refused"
    assert len(daemon.log("MoveAbsolute")) == before


@pytest.mark.integration
async def test_it_takes_no_moves_place(page, lab, daemon):
    stage = lab["mock_stage"]
    move = stage.move(21)
    assert (await hold(page))["message"] == "mock_stage is moving."
    await move
    assert (await hold(page))["position"] > 21


@pytest.mark.integration
async def test_stop_between_two_short_moves_ends_it_whoever_pressed(page, lab, daemon):
    begun = now()
    assert "position" in await page.ask("hold", **begun)
    await lab["mock_stage"].stop()
    before = len(daemon.log("MoveAbsolute"))
    await until(lambda: page.heard_s > begun["seen_s"])
    answer = await page.ask("hold", **now() | {"since_s": begun["since_s"]})
    assert "STOP was pressed" in answer["message"]
    assert len(daemon.log("MoveAbsolute")) == before
    assert "position" in await hold(page), "a new press moves again"


@pytest.mark.integration
async def test_two_pages_that_hold_take_turns(page, daemon):
    before = len(daemon.log("MoveAbsolute"))
    answers = await asyncio.gather(hold(page), hold(page))
    assert all("position" in answer for answer in answers)
    assert len(daemon.log("MoveAbsolute")) == before + 2
