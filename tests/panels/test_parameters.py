"""panels/parameters.py: every parameter, live, and written from a page."""

import pytest

from rust_daq_jupyter.panels import ParametersPanel
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


async def test_it_shows_and_follows_every_parameter(lab):
    camera = lab["mock_camera"]
    await camera.set_exposure(33)
    page = Page(camera.parameters())
    panel = page.panel
    assert isinstance(panel, ParametersPanel)
    names = [item["name"] for item in panel.parameters]
    assert names == [item.name for item in await camera.describe()]
    await until(lambda: page.data.get("values", {}).keys() == set(names))
    assert page.data["values"]["exposure_s"] == pytest.approx(0.033)
    await camera.set_exposure(50)
    await until(lambda: page.data["values"]["exposure_s"] == pytest.approx(0.05))
    assert page.data["sources"]["exposure_s"] in ("user", "hardware")
    assert "exposure_s = 0.05" in str(panel)
    assert panel.stop is None
    assert camera.parameters() is panel


async def test_it_writes_and_says_what_the_daemon_refused(lab):
    camera = lab["mock_camera"]
    page = Page(camera.parameters())
    assert (await page.ask("set", parameter="exposure_s", value=0.02))["value"] == pytest.approx(0.02)
    assert await camera.exposure_ms() == pytest.approx(20)
    refused = await page.ask("set", parameter="exposure_s", value=99)
    assert refused["type"] == "LimitError"
    assert "10" in refused["message"]
    assert (await page.ask("set", parameter="no_such", value=1))["type"] == "Refused"
    for nonsense in (None, True, ["exposure_s"], 5):
        assert (await page.ask("set", parameter=nonsense, value=1))["type"] == "BadValue"
    assert await camera.get("exposure_s") == pytest.approx(0.02)
    await camera.set_exposure(33)


async def test_writing_a_position_is_a_move_with_its_checks(lab):
    stage = lab["mock_stage"]
    await stage.move(0)
    page = Page(stage.parameters())
    assert page.panel.stop["device"] == "mock_stage"
    assert (await page.ask("set", parameter="position", value=500))["type"] == "LimitError"
    assert await page.ask("set", parameter="position", value=1.5) == {"value": 1.5}
    await until(lambda: page.panel.notice and "1.500 mm" in page.panel.notice["text"])
    assert await stage.position() == pytest.approx(1.5, abs=0.01)
