"""panels/overview.py and dashboard.py: every device in one table, and its panel when it is asked for."""

import pytest

from rust_daq_jupyter.panels.dashboard import Dashboard
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


@pytest.fixture
async def dashboard(lab):
    await lab["mock_stage"].move(0)
    dashboard = lab.dashboard()
    yield dashboard
    dashboard.close()


async def test_every_device_by_one_subscription(lab, dashboard, daemon):
    page = Page(dashboard.overview)
    assert isinstance(dashboard, Dashboard)
    assert lab.dashboard() is dashboard
    assert [line["id"] for line in page.panel.devices] == [device.id for device in lab]
    await until(lambda: page.data.get("values", {}).keys() == {device.id for device in lab})
    await until(lambda: page.data["values"]["mock_stage"][0] == pytest.approx(0, abs=0.01))
    await lab["mock_stage"].move(1.5)
    await until(lambda: page.data["values"]["mock_stage"][0] == pytest.approx(1.5, abs=0.01))
    await until(lambda: page.data["health"] != "")
    open_now = [each for each in daemon.log("SubscribeDeviceState") if "code" not in each]
    assert len(open_now) == 1
    assert "mock_stage 1.5 mm" in repr(dashboard)
    assert "mock_stage" in dashboard._repr_mimebundle_()[0]["text/html"]


async def test_a_panel_is_made_when_it_is_opened(lab, dashboard):
    page = Page(dashboard.overview)
    assert dashboard._grid.children == ()
    assert await page.ask("show", device="mock_stage", shown=True) == {"shown": ["mock_stage"]}
    assert dashboard._grid.children == (lab["mock_stage"].panel(),)
    assert (await page.ask("show", device="nobody", shown=True))["type"] == "UnknownDevice"
    assert await page.ask("show", device="mock_stage", shown=False) == {"shown": []}
    assert dashboard._grid.children == ()


async def test_stop_all_ends_the_runs_under_way(lab, dashboard):
    page = Page(dashboard.overview)
    run = lab.scan(["mock_power_meter"], "mock_stage", 0, 50, 51)
    await until(lambda: len(run.table) > 1)
    await until(lambda: run.label in page.panel.context)
    held = {line["id"]: line["held"] for line in page.panel.devices}
    assert run.label in held["mock_stage"]
    reports = await page.press_stop(None)
    assert {report["device"]: report["outcome"] for report in reports}["mock_stage"] == "stopped"
    await until(lambda: run.done)
    assert run.status == "abort"
    await until(lambda: page.panel.context == "")
