"""panels/detector.py: the page's side of the detector panel and of lab.plot, against a daemon."""

import math
import os
import time

import numpy as np
import pandas as pd
import pytest

from rust_daq_jupyter.errors import BadValue, LimitError, NotSupported
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration


@pytest.fixture
def panel(lab):
    return lab["mock_power_meter"].panel()


async def points(page, count, series=0):
    await until(lambda: len(page.columns.get(f"times_{series}", [])) >= count, f"{count} points")


async def test_readings_arrive_once_each_and_in_order(panel, daemon):
    assert panel.series == [{"id": "mock_power_meter", "units": "W", "rate_hz": 20}]
    assert (panel.window_s, panel.stop) == (60.0, None)
    page = Page(panel)
    await points(page, 20)
    times, values = page.columns["times_0"], page.columns["values_0"]
    assert np.all(np.diff(times) > 0)
    assert abs(times[-1] - time.time()) < 60
    assert page.data["last"][0] == {"value": values[-1], "time_s": times[-1]}
    assert page.data["received"] == len(times)
    assert page.data["dropped"] == 0


async def test_what_is_on_the_screen_is_a_table(panel):
    page = Page(panel)
    await points(page, 10)
    df = panel.df
    assert list(df.columns) == ["time", "mock_power_meter"]
    assert df["time"].dtype == "datetime64[ns]"
    assert df["time"].dt.tz is None
    count = min(len(df), len(page.columns["times_0"]))
    assert df["mock_power_meter"].tolist()[:count] == page.columns["values_0"][:count]
    assert df["time"].astype("int64").to_numpy()[:count] / 1e9 == pytest.approx(page.columns["times_0"][:count])
    assert df.attrs["units"] == {"mock_power_meter": "W"}
    assert panel.last.device_id == "mock_power_meter"
    assert str(panel).startswith("mock_power_meter: ")
    assert " W (20" in str(panel)


async def test_a_second_page_gets_the_whole_window(panel):
    page = Page(panel)
    await points(page, 15)
    second = Page(panel)
    await until(lambda: second.flows)
    assert second.flows[0]["reset"]
    assert len(second.columns["times_0"]) >= 15
    await points(page, 25)
    assert second.columns["times_0"][-1] == page.columns["times_0"][-1]
    assert len(second.columns["times_0"]) == len(page.columns["times_0"])


async def test_one_stream_for_all_views_and_none_when_nobody_looks(lab, panel, daemon):
    streams = lambda: [each for each in daemon.log("StreamValues") if "code" not in each]  # noqa: E731
    assert lab["mock_power_meter"].panel() is panel
    plot = lab.plot([lab["mock_power_meter"]], window_s=20)
    assert plot is not panel, "one may be closed without the other"
    assert lab.plot([lab["mock_power_meter"]], window_s=30) is plot
    assert plot.window_s == 30
    pages = [Page(panel), Page(plot)]
    for page in pages:
        await points(page, 3)
    assert len(streams()) == 1
    pages[0].look(False)
    pages[1].bye()
    await until(lambda: not streams())
    kept = len(panel.df)
    assert kept >= 3
    pages[0].look(True)
    await points(pages[0], kept + 3)


async def test_several_detectors_in_one_chart(lab):
    panel = lab.plot([lab["mock_power_meter"], lab["mock_laser"]], window_s=10)
    assert panel.title == "mock_power_meter, mock_laser"
    page = Page(panel)
    await points(page, 5, 0)
    await points(page, 5, 1)
    df = panel.df
    assert list(df.columns) == ["time", "mock_power_meter", "mock_laser"]
    assert df["time"].is_monotonic_increasing
    assert df["mock_laser"].notna().sum() >= 5
    assert panel.last.device_id in ("mock_power_meter", "mock_laser")


async def test_clear_forgets_and_tells_every_page(panel):
    page, other = Page(panel), Page(panel)
    await points(page, 10)
    assert await page.ask("clear") == {}
    await until(lambda: other.flows[-1]["reset"] and len(other.columns["times_0"]) < 10)
    await points(other, 3)


async def test_the_window_is_chosen_within_reason(panel):
    page = Page(panel)
    assert await page.ask("set_window", window_s=1) == {"window_s": 1.0}
    await until(lambda: page.data.get("received", 0) > 25)
    assert (panel.df["time"].max() - panel.df["time"].min()).total_seconds() <= 1.0
    for wrong in (0, -1, 1e9, math.nan, "60"):
        assert (await page.ask("set_window", window_s=wrong))["type"] in ("LimitError", "BadValue")
    assert panel.window_s == 1.0


async def test_save_writes_what_is_on_the_screen(panel, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = Page(panel)
    await points(page, 5)
    page.look(False)
    saved = await page.ask("save")
    again = await page.ask("save")
    assert saved["file"].startswith("mock_power_meter_")
    assert again["file"] != saved["file"]
    assert sorted(os.listdir(tmp_path)) == sorted([saved["file"], again["file"]])
    table = pd.read_csv(saved["file"], parse_dates=["time"])
    assert len(table) == saved["points"] >= 5
    shown = panel.df["mock_power_meter"].to_numpy()[: len(table)]
    np.testing.assert_allclose(table["mock_power_meter"], shown, rtol=1e-15)
    assert str(table["time"].dt.tz) == "UTC"


async def test_saving_nothing_or_nowhere_is_told(panel, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = Page(panel, visible=False)
    assert (await page.ask("save"))["type"] == "BadValue"
    page.look(True)
    await points(page, 2)
    tmp_path.rmdir()
    assert (await page.ask("save"))["type"] == "DaqError"


async def test_a_page_that_waits_loses_nothing_of_the_window(panel):
    page = Page(panel, acknowledges=False)
    await until(lambda: len(page.flows) == 2)
    await until(lambda: len(panel.df) > 15)
    assert len(page.flows) == 2
    page.acknowledges = True
    page.say("ack", seq=page.flows[-1]["seq"])
    await points(page, 15)
    assert np.all(np.diff(page.columns["times_0"]) > 0)
    assert page.data["dropped"] == 0


async def test_what_cannot_be_plotted_is_refused(lab):
    with pytest.raises(BadValue, match="no detectors"):
        lab.plot([])
    with pytest.raises(LimitError):
        lab.plot([lab["mock_power_meter"]], window_s=0)
    with pytest.raises(NotSupported, match="mock_stage"):
        lab.plot([lab["mock_stage"]])


@pytest.mark.parametrize("wrong", [-5, math.nan, "long"])
async def test_a_window_that_cannot_be_meant_is_not_set_from_a_cell(panel, wrong):
    with pytest.raises(BadValue, match="Nothing was changed"):
        panel.window_s = wrong
    panel.window_s = 20
    assert [trace.window.length_s for trace in panel._traces] == [20.0]
