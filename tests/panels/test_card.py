"""panels/card.py: a run in the last line of a cell is live, and leaves text behind."""

import numpy as np
import pytest

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter import panels
from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.panels import namespace, shelf
from rust_daq_jupyter.panels.card import RunCard
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


@pytest.fixture
def page_there(monkeypatch):
    monkeypatch.setattr(namespace, "has_page", lambda: True)


async def test_it_follows_the_run_to_its_end(lab, page_there):
    run = lab.scan(["mock_power_meter"], "mock_stage", 5, 7, 21, name="alignment")
    data, _ = run._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "alignment" in data["text/html"]
    (card,) = [panel for panel in shelf._live.values() if isinstance(panel, RunCard)]
    assert run.card() is card
    assert (card.form, card.title, card.run["uid"]) == (None, "alignment", run.uid)
    page = Page(card)
    await until(lambda: run.done)
    await until(lambda: len(page.columns.get("mock_power_meter", [])) == 21)
    np.testing.assert_array_equal(page.columns["mock_power_meter"], run.df["mock_power_meter"])
    await until(lambda: card.run["status"] == "success")
    assert f'lab.runs["{run.uid[:8]}"].df' in card.notice["text"]
    assert len(lab.runs[run.uid[:8]].df) == 21
    assert "21 of 21" in card.fallback
    assert run._repr_mimebundle_() is None, "a run that has ended is told in text"
    assert (await page.ask("move_to", positions={"mock_stage": 5.5}))["targets"] == {"mock_stage": 5.5}
    await until(lambda: card.notice and "5.500 mm" in card.notice["text"])


async def test_its_keys_reach_the_run(lab, page_there):
    run = lab.count(["mock_power_meter"], 10_000, delay_s=0.005)
    page = Page(run.card())
    await page.ask("pause")
    await until(lambda: run.status == "paused")
    await page.ask("resume")
    await until(lambda: run.status == "running")
    await page.ask("finish")
    await until(lambda: run.done)
    assert run.status == "success"
    assert len(run.df) < 10_000
    assert (await page.ask("move_to", positions={"mock_stage": 1}))["type"] == "NotSupported"


async def test_it_shows_what_the_daemon_carries_out_against_its_setpoints(lab, page_there):
    run = lab.scan(["mock_power_meter"], "mock_stage", 5, 6, 3, where="daemon")
    page = Page(run.card())
    await until(lambda: run.done)
    await until(lambda: len(page.columns.get("mock_stage_setpoint", [])) == 3)
    assert page.panel.run["x"] == "mock_stage_setpoint"
    assert "mock_stage" not in [column["name"] for column in page.panel.run["columns"]]
    assert lab.runs[-1].x == "mock_stage_setpoint"
    assert lab.runs[-1].peaks["mock_power_meter"].max[0] in (5, 5.5, 6)


async def test_old_cards_of_ended_runs_do_not_pile_up(lab, page_there, monkeypatch):
    monkeypatch.setattr(panels, "MOST_CARDS", 3)
    going = lab.count(["mock_laser"], 10_000, delay_s=0.01)
    going.card()
    for _ in range(6):
        run = lab.count(["mock_power_meter"], 1)
        run.card()
        await run
    live = [card.run["uid"] for card in shelf.all_of(RunCard)]
    assert len(live) <= 4
    assert {going.uid, run.uid} <= set(live)
    going.stop()
    await going


async def test_where_nobody_sees_it_there_is_text(lab):
    run = lab.count(["mock_power_meter"], 2)
    assert run._repr_mimebundle_() is None
    with pytest.raises(NotSupported):
        run.card()
    await run
    assert "success, 2 of 2 points" in run._repr_html_()


def test_the_blocking_surface_has_it_too(daemon, page_there):
    with connect_blocking(daemon.address) as lab:
        run = lab.count(["mock_power_meter"], 1000, delay_s=0.01)
        data, _ = run._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in data
        (card,) = [panel for panel in shelf._live.values() if isinstance(panel, RunCard)]
        run.stop()
        run.wait(30)
        card.close()
