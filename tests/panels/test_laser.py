"""panels/laser.py: what a laser does, seen and asked for from a page."""

import pytest

from rust_daq_jupyter.panels import LaserPanel
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


@pytest.fixture
async def page(lab):
    laser = lab["mock_laser"]
    await laser.set_wavelength(800)
    yield Page(laser.panel())
    await laser.close_shutter()
    await laser.start_emission()
    await laser.open_shutter()
    await laser.set_wavelength(800)


async def test_what_it_shows(page, lab):
    panel = page.panel
    assert isinstance(panel, LaserPanel)
    assert panel.has == {"wavelength": True, "shutter": True, "emission": True, "power": True}
    assert (panel.limits, panel.units, panel.stop) == ([690, 1040], "W", None)
    await until(lambda: page.data.get("wavelength_nm") is not None)
    assert page.data["wavelength_nm"] == pytest.approx(800)
    await until(lambda: page.data["shutter"] is page.data["emitting"] is True)
    assert "800.0 nm, shutter open, emitting" in str(panel)
    assert lab["mock_laser"].panel() is panel


async def test_what_it_does(page, lab):
    laser = lab["mock_laser"]
    assert (await page.ask("set_wavelength", wavelength_nm=810))["wavelength_nm"] == pytest.approx(810)
    assert await laser.wavelength_nm() == pytest.approx(810)
    assert (await page.ask("set_wavelength", wavelength_nm=2000))["type"] == "LimitError"
    assert await page.ask("set_emission", on=False) == {"emitting": False}
    assert await laser.is_emitting() is False
    refused = await page.ask("set_emission", on=True)
    assert refused["type"] == "DeviceError"
    assert "Close the shutter" in refused["hint"]
    assert await page.ask("set_shutter", open=False) == {"shutter": False}
    assert await page.ask("set_emission", on=True) == {"emitting": True}
    await until(lambda: page.data.get("shutter") is False and page.data.get("emitting") is True)


@pytest.mark.parametrize("nonsense", ["true", 1, 0, None, [], "off"])
async def test_what_is_neither_on_nor_off_is_not_sent(page, daemon, nonsense):
    before = len(daemon.log("SetShutter", "SetEmission"))
    for name, word in (("set_shutter", "open"), ("set_emission", "on")):
        refused = await page.ask(name, **{word: nonsense})
        assert (refused["type"], refused["hint"]) == ("BadValue", "Give True or False.")
    assert len(daemon.log("SetShutter", "SetEmission")) == before


async def test_nobody_looking_asks_nothing(page, daemon):
    await until(lambda: page.data.get("wavelength_nm") is not None)
    page.look(False)
    await until(lambda: not page.panel._pump._reading)
    before = len(daemon.log("GetWavelength"))
    await until(lambda: page.panel.fallback)
    assert len(daemon.log("GetWavelength")) == before
