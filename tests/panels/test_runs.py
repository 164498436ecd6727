"""panels/runs.py: the catalogue in a page: found, drawn, loaded, exported, tagged, resumed."""

import pytest

from rust_daq_jupyter.errors import ScanError
from rust_daq_jupyter.panels import namespace
from rust_daq_jupyter.panels.runs import RunsBrowser
from tests.panels.pages import Page
from tests.waits import until

pytestmark = pytest.mark.integration
METER, STAGE = "mock_power_meter", "mock_stage"


@pytest.fixture
async def browser(lab, tmp_path, monkeypatch):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path / "runs"))
    monkeypatch.setattr(namespace, "has_page", lambda: True)
    monkeypatch.chdir(tmp_path)
    await lab.scan([METER], STAGE, 5, 6, 3, name="alignment", metadata={"sample": "A7"})
    await lab.count([METER], 2, name="dark")
    browser = lab.runs.panel()
    assert isinstance(browser, RunsBrowser)
    yield browser
    browser.close()


async def test_it_shows_and_finds(browser, lab):
    page, panel = Page(browser.panel), browser.panel
    assert [(row["name"], row["points"], row["status"]) for row in panel.rows] == [
        ("dark", 2, "success"),
        ("alignment", 3, "success"),
    ]
    assert panel.rows[1]["plan"] == "line, mock_stage 5 to 6, 3 points, mock_power_meter"
    assert lab.runs.panel() is browser
    assert "application/vnd.jupyter.widget-view+json" in lab.runs._repr_mimebundle_()
    assert await page.ask("search", text="a7") == {"total": 1}
    assert [row["name"] for row in panel.rows] == ["alignment"]
    await page.ask("search", text="")
    await lab.count([METER], 1, name="third")
    await until(lambda: panel.rows[0]["name"] == "third")
    assert "third" in repr(browser)


async def test_what_is_chosen_is_drawn_loaded_exported_and_tagged(browser, lab, tmp_path, monkeypatch):
    page, panel = Page(browser.panel), browser.panel
    dark, alignment = (row["uid"] for row in panel.rows)
    assert await page.ask("plot", uids=[alignment, dark]) == {}
    figure = browser.children[1]
    assert figure.run.uid == alignment
    await page.ask("plot", uids=[dark])
    assert browser.children[1] is not figure
    left = {}
    monkeypatch.setattr(namespace, "variables", lambda: left)
    assert await page.ask("load", uid=alignment) == {"name": "alignment"}
    assert left["alignment"].equals(lab.runs[alignment].df)
    file = (await page.ask("export", uid=alignment, ending=".csv"))["file"]
    assert (tmp_path / file).read_text().count("\n") > 3
    again = (await page.ask("export", uid=alignment, ending=".csv"))["file"]
    assert again == file.replace(".csv", "_2.csv")
    assert (tmp_path / again).read_text() == (tmp_path / file).read_text()
    assert (await page.ask("export", uid=alignment, ending=".xlsx"))["type"] == "BadValue"
    assert await page.ask("set_tags", uid=alignment, tags=["good", " "]) == {"tags": ["good"]}
    assert await page.ask("set_notes", uid=alignment, notes="bright") == {"notes": "bright"}
    assert panel.rows[1]["tags"] == ["good"]
    assert (await page.ask("load", uid="nothing"))["type"] == "NoSuchRun"
    assert (await page.ask("plot", uids=[]))["type"] == "Refused"


async def test_a_run_that_goes_on_is_drawn_to_its_end_below_another(browser, lab):
    page, alignment = Page(browser.panel), browser.panel.rows[1]["uid"]
    run = lab.scan([METER], STAGE, 0, 1, 30, dwell_s=0.01, name="cut")
    await until(lambda: len(run.table) > 2)
    run.abort()
    with pytest.raises(ScanError):
        await run
    await page.ask("plot", uids=[alignment, run.uid])
    assert len(browser.children[1]._lines[1].x) < 30
    await page.ask("resume", uid=run.uid)
    await until(lambda: len(browser.children[1]._lines[1].x) == 30)


@pytest.mark.parametrize("odd", [None, 5, "x", {"x": 1}, [None], [["good"]], True])
async def test_what_no_page_sends_is_refused_with_the_remedy(browser, odd):
    page, uid = Page(browser.panel), browser.panel.rows[0]["uid"]
    for answer in (await page.ask("plot", uids=odd), await page.ask("set_tags", uid=uid, tags=odd)):
        assert answer["type"] == "BadValue"
        assert "Reload the page" in answer["hint"]
    assert browser.panel.rows[0]["tags"] == []


async def test_a_run_that_was_cut_short_goes_on(browser, lab):
    page = Page(browser.panel)
    run = lab.scan([METER], STAGE, 0, 1, 30, dwell_s=0.01)
    await until(lambda: len(run.table) > 2)
    run.abort()
    with pytest.raises(ScanError):
        await run
    assert await page.ask("search", text="aborted") == {"total": 1}
    await page.ask("plot", uids=[run.uid])
    assert (await page.ask("resume", uid=run.uid))["uid"] == run.uid
    await until(lambda: lab.runs[-1].status == "success")
    assert len(lab.runs[-1]) == 30
    await until(lambda: browser.panel.notice and browser.panel.notice["text"] == "scan has all its points.")
    await until(lambda: len(browser.children[1]._lines[0].x) == 30)
    assert (await page.ask("resume", uid=run.uid))["type"] == "Refused"
    assert await page.ask("recover") == {"recovered": 0}
