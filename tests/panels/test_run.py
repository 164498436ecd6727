"""panels/run.py: a run on show, paused, aborted, stopped, failed and drawn, and a place in it gone to."""

import pytest

from rust_daq_jupyter.aio import connect
from tests.panels.pages import Page
from tests.panels.scan_form import ended, form
from tests.waits import until

pytestmark = pytest.mark.integration


async def test_a_run_that_began_is_on_show_whatever_fails_then(page, lab, shell):
    def fails(change):
        raise RuntimeError("no form")

    page.panel.observe(fails, "form")
    assert (await page.ask("start", form=form(page, stop=50.0)))["type"] == "RuntimeError"
    assert page.panel.run["uid"] == lab.active_runs[0].uid
    assert await page.ask("abort") == {}
    await until(lambda: page.panel.run["status"] == "abort")


async def test_pause_resume_and_abort(page, shell):
    await page.ask("start", form=form(page, num=200, dwell_s=0.02))
    await page.flow(lambda data: data["progress"]["done"] > 3)
    await page.ask("pause")
    await until(lambda: page.panel.run["status"] == "paused")
    held = (await page.flow())["progress"]["done"]
    assert (await page.flow())["progress"]["done"] == held
    await page.ask("resume")
    await page.flow(lambda data: data["progress"]["done"] > held)
    assert page.panel.run["status"] == "running"
    assert (await page.ask("start", form=form(page)))["type"] == "Refused"
    await page.ask("abort")
    await ended(page, "abort")
    df = shell["scan_1"]
    assert 3 < len(df) < 200
    assert df.attrs["status"] == "abort"
    assert page.panel.notice["level"] == "warning"
    assert f"{len(df)} of 200 points are kept. In the kernel as scan_1." in page.panel.notice["text"]
    assert (await page.ask("pause"))["type"] == "Refused"


@pytest.mark.parametrize("returns", [False, True], ids=["stays", "returns"])
@pytest.mark.parametrize("is_paused", [False, True], ids=["running", "paused"])
async def test_an_abort_stays_or_returns(page, lab, shell, is_paused, returns):
    stage = lab["mock_stage"]
    await stage.move(1)
    await page.ask("start", form=form(page, num=200, dwell_s=0.02))
    await page.flow(lambda data: data["progress"]["done"] > 3)
    if is_paused:
        await page.ask("pause")
        await until(lambda: page.panel.run["status"] == "paused")
    await page.ask("abort", return_to_start=returns)
    await ended(page, "abort")
    at = await stage.position()
    last = shell["scan_1"]["mock_stage_setpoint"].iloc[-1]
    assert (at == pytest.approx(1, abs=0.02)) is returns
    assert returns or last - 0.02 <= at <= 6
    assert ("back at the start" in page.panel.run["message"]) is returns


async def test_stop_ends_the_run_and_keeps_its_points(page, shell):
    await page.ask("start", form=form(page, num=200, dwell_s=0.02))
    await page.flow(lambda data: data["progress"]["done"] > 3)
    reports = await page.press_stop(None)
    assert {each["outcome"] for each in reports} == {"stopped"}
    await ended(page, "abort")
    assert "STOP was pressed" in page.panel.run["message"]
    assert len(shell["scan_1"]) >= 3
    assert page.panel.stop["known"] == "yes"


async def test_a_run_that_fails_keeps_its_points(simulator, shell):
    with simulator("--realistic", "--speed", "5") as own:
        lab = await connect(own.address, timeout=2)
        page = Page(lab.scan_panel())
        await page.ask("start", form=form(page, num=200, dwell_s=0.02))
        await page.flow(lambda data: data["progress"]["done"] > 3)
        own.process.kill()
        await until(lambda: page.panel.run["status"] == "fail", "the run fails")
        assert len(shell["scan_1"]) > 3
        assert page.panel.notice["level"] == "error"
        text, remedy = page.panel.notice["text"], page.panel._run.remedy.rstrip(".")
        assert text.endswith(f"are kept. In the kernel as scan_1. {remedy}.")
        assert text.count(remedy) == 1
        assert remedy not in page.panel.run["message"]
        page.panel.close()
        await lab.close()


async def test_a_count_is_drawn_over_time(page, shell):
    await page.ask("start", form=form(page, kind="count", count_num=5, motor="", start=None))
    await ended(page)
    assert page.panel.run["x"] == "time"
    assert [column["name"] for column in page.panel.run["columns"]] == ["time", "mock_power_meter"]
    assert page.data["peaks"] == {}
    assert len(page.columns["mock_power_meter"]) == 5
    assert (await page.ask("move_to", positions={"mock_stage": 1}))["type"] == "NotSupported"


async def test_move_here(page, lab):
    assert (await page.ask("move_to", positions={"mock_stage": 1}))["type"] == "Refused"
    await page.ask("start", form=form(page, num=3))
    await ended(page)
    assert await page.ask("move_to", positions={"mock_stage": 3.5}) == {"targets": {"mock_stage": 3.5}}
    await until(lambda: page.panel.notice and page.panel.notice["text"] == "mock_stage is at 3.500 mm.")
    for wrong, kind in (({"mock_stage": 300}, "LimitError"), ({"mock_rotator": 1}, "BadValue"), (3.5, "BadValue")):
        assert (await page.ask("move_to", positions=wrong))["type"] == kind


async def test_a_grid_and_a_place_in_it(page, shell, lab, daemon):
    fields = {"kind": "grid", "start": 1, "stop": 3, "num": 3, "start_2": -1, "stop_2": 1, "num_2": 2, "snake": True}
    text = "grid, mock_stage_y -1 to 1 by 2, mock_stage 1 to 3 by 3, 6 points, mock_power_meter"
    assert (await page.ask("check", form=form(page, **fields)))["text"] == text
    await page.ask("start", form=form(page, **fields))
    await ended(page)
    run = page.panel.run
    assert run["map"] == {
        "across": {"motor": "mock_stage", "start": 1.0, "stop": 3.0, "num": 3},
        "up": {"motor": "mock_stage_y", "start": -1.0, "stop": 1.0, "num": 2},
    }
    assert page.columns["mock_stage_setpoint"] == [1, 2, 3, 3, 2, 1]
    assert page.columns["mock_stage_y_setpoint"] == [-1, -1, -1, 1, 1, 1]
    moves = len(daemon.log("MoveAbsolute"))
    beyond = {"mock_stage": 2, "mock_stage_y": 4000}
    assert (await page.ask("move_to", positions=beyond))["type"] == "LimitError"
    assert len(daemon.log("MoveAbsolute")) == moves
    assert await page.ask("move_to", positions={"mock_stage": 2, "mock_stage_y": 0}) == {
        "targets": {"mock_stage": 2, "mock_stage_y": 0}
    }
    await until(lambda: len(daemon.log("MoveAbsolute")) == moves + 2)
    for name, target in (("mock_stage", 2), ("mock_stage_y", 0)):
        await until(lambda name=name: lab[name].motion.done)
        assert await lab[name].position() == pytest.approx(target, abs=0.01)


async def test_a_page_that_comes_late_sees_the_run_on_show(page):
    await page.ask("start", form=form(page))
    await ended(page)
    late = Page(page.panel)
    await until(lambda: late.flows)
    assert late.flows[0]["reset"]
    assert late.columns == page.columns
    await page.ask("start", form=form(page, num=3))
    await ended(page)
    assert len(late.columns["time"]) == 3


async def test_a_run_whose_connection_closes_keeps_its_points(daemon, shell):
    lab = await connect(daemon.address)
    page = Page(lab.scan_panel())
    await page.ask("start", form=form(page, num=200, dwell_s=0.02))
    await page.flow(lambda data: data["progress"]["done"] > 3)
    await lab.close()
    assert len(shell["scan_1"]) > 3
    assert page.panel.run["status"] == "abort"
    assert (await page.ask("start", form=form(page)))["type"] == "NotConnected"
    page.panel.close()
