"""panels/scan.py: the page's side of the scan panel, against a daemon."""

import pytest

from rust_daq_jupyter.panels.forms import Form
from tests.panels.scan_form import ended, form
from tests.waits import until

pytestmark = pytest.mark.integration


async def test_what_the_form_offers(lab, page):
    panel = page.panel
    assert {"id": "mock_stage", "column": "mock_stage", "units": "mm", "limits": [-100.0, 100.0]} in panel.axes
    assert {"id": "mock_power_meter", "units": "W"} in panel.detectors
    assert panel.form == {
        "kind": "line",
        "motor": "mock_stage",
        "detectors": ["mock_power_meter"],
        "start": 0.0,
        "stop": 10.0,
        "num": 11,
        "motor_2": "mock_stage_y",
        "start_2": 0.0,
        "stop_2": 10.0,
        "num_2": 11,
        "snake": False,
        "positions": [],
        "dwell_s": 0.0,
        "duration_s": 60.0,
        "rate_hz": 10.0,
        "min_step": 0.01,
        "max_step": 1.0,
        "target_delta": None,
        "signal": "",
        "backstep": True,
        "count_num": 1,
        "delay_s": 0.0,
        "name": "",
    }
    assert [kind["name"] for kind in panel.kinds[:2]] == ["line", "rel_line"]
    assert panel.run is None
    assert panel.stop["target"] == lab.stop_key
    assert panel.stop["device"] is None
    assert str(panel) == f"Scan at {lab.client.address.label}: nothing was run yet"
    assert lab.scan_panel() is panel


async def test_a_scan_from_the_page_leaves_its_table(page, shell):
    started = await page.ask("start", form=form(page))
    assert started["name"] == "scan_1"
    panel = page.panel
    assert panel.run["uid"] == started["uid"]
    assert panel.run["x"] == "mock_stage"
    assert [column["name"] for column in panel.run["columns"]] == [
        "mock_stage",
        "time",
        "mock_stage_setpoint",
        "mock_power_meter",
    ]
    assert [column["units"] for column in panel.run["columns"]] == ["mm", "s", "mm", "W"]
    await ended(page)
    df = shell["scan_1"]
    assert len(df) == 9
    assert df.attrs["uid"] == started["uid"]
    assert df.attrs["status"] == "success"
    for name in ("mock_stage", "mock_stage_setpoint", "mock_power_meter"):
        assert page.columns[name] == df[name].tolist()
    assert page.columns["time"] == pytest.approx(df["time"].astype("int64").to_numpy() / 1e9, abs=1e-6)
    assert panel.notice["text"] == "In the kernel as scan_1."
    assert page.data["progress"]["remaining_s"] == 0
    peak = page.data["peaks"]["mock_power_meter"]
    assert (peak["cen"], peak["max"][0]) == (None, df["mock_stage"].iloc[-1]), "it ended on the way up"
    assert str(panel).startswith("scan_1: line, mock_stage 2 to 6, 9 points, mock_power_meter; success, 9 of 9 points")
    assert panel.df.equals(df)


async def test_what_another_run_holds_is_told_until_it_ends(page, lab):
    run = lab.run(Form.of(form(page, stop=50.0)).plan())
    await until(lambda: page.panel.held == dict.fromkeys(["mock_stage", "mock_power_meter"], run.label))
    assert "holds it" in (await page.ask("check", form=form(page)))["message"]
    run.abort()
    await until(lambda: page.panel.held == {})
    assert (await page.ask("check", form=form(page)))["points"] == 9


@pytest.mark.parametrize("odd", [None, 5, "x", {"a": [None]}])
async def test_what_a_form_holds_for_other_plans_does_not_matter(page, lab, shell, odd):
    started = await page.ask("start", form=form(page, positions=odd, snake=odd, stop=50.0))
    assert started["uid"] == page.panel.run["uid"] == lab.active_runs[0].uid
    assert page.panel.form["positions"] == []
    assert await page.ask("abort") == {}
    await until(lambda: page.panel.run["status"] == "abort")


async def test_a_check_tells_what_would_be_done(page, daemon):
    before = len(daemon.log("MoveAbsolute"))
    checked = await page.ask("check", form=form(page))
    text = "line, mock_stage 2 to 6, 9 points, mock_power_meter"
    assert checked == {"text": text, "points": 9, "estimate_s": None, "wrong": {}}
    for wrong, kind in (
        ({"kind": "spiral"}, "BadValue"),
        ({"name": 7}, "BadValue"),
        ({"surprise": 1}, "BadValue"),
    ):
        for verb in ("check", "start"):
            assert (await page.ask(verb, form=form(page, **wrong)))["type"] == kind, wrong
    assert (await page.ask("check", form=None))["type"] == "BadValue"
    assert len(daemon.log("MoveAbsolute")) == before
    assert page.panel.run is None


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"stop": 1000}, {"stop": "LimitError"}),
        ({"start": -500, "stop": 1000}, {"start": "LimitError", "stop": "LimitError"}),
        ({"num": 0}, {"num": "BadValue"}),
        ({"start": None, "num": 0.5}, {"start": "BadValue", "num": "BadValue"}),
        ({"start": "2"}, {"start": "BadValue"}),
        ({"dwell_s": -1}, {"dwell_s": "BadValue"}),
        ({"detectors": []}, {"detectors": "BadValue"}),
        ({"detectors": "mock_power_meter"}, {"detectors": "BadValue"}),
        ({"detectors": ["mock_stage"]}, {"detectors": "NotSupported"}),
        ({"detectors": ["mock_powr_meter"]}, {"detectors": "UnknownDevice"}),
        ({"motor": "mock_stagge"}, {"motor": "UnknownDevice"}),
        ({"motor": "mock_camera"}, {"motor": "NotSupported"}),
        ({"motor": "mock_laser.wavelength_nm"}, {"start": "LimitError", "stop": "LimitError"}),
        ({"name": "print"}, {"name": "BadValue"}),
        ({"kind": "points", "positions": [1, 500]}, {"positions": "LimitError"}),
        ({"kind": "points", "positions": []}, {"positions": "BadValue"}),
        ({"kind": "points", "positions": ["x"]}, {"positions": "BadValue"}),
        ({"kind": "rel_line", "start": -1, "stop": 99.5}, {}),
        ({"kind": "rel_line", "start": -1, "stop": 101}, {"stop": "LimitError"}),
        ({"kind": "rel_points", "positions": [-101]}, {"positions": "LimitError"}),
        ({"kind": "grid", "stop_2": 300, "num": 0}, {"num": "BadValue"}),
        ({"kind": "grid", "stop_2": 300}, {"stop_2": "LimitError"}),
        ({"kind": "rel_grid", "start_2": -300}, {"start_2": "LimitError"}),
        ({"kind": "grid", "motor_2": "mock_stage"}, {"motor": "BadValue"}),
        ({"kind": "adaptive"}, {"target_delta": "BadValue"}),
        ({"kind": "adaptive", "target_delta": 1, "min_step": 2}, {"min_step": "BadValue"}),
        ({"kind": "adaptive", "target_delta": 1, "signal": "mock_camera"}, {"signal": "BadValue"}),
        ({"kind": "time_series", "duration_s": -1}, {"duration_s": "BadValue"}),
        ({"kind": "count", "count_num": 0, "start": None}, {"count_num": "BadValue"}),
    ],
)
async def test_what_is_wrong_is_told_by_field(page, daemon, fields, wrong):
    before = len(daemon.log("MoveAbsolute"))
    checked = await page.ask("check", form=form(page, **fields))
    assert {name: told["type"] for name, told in checked["wrong"].items()} == wrong
    assert ("text" in checked) is not wrong
    for told in checked["wrong"].values():
        assert told["message"].endswith(".")
    if wrong and "rel_" not in fields.get("kind", ""):
        assert (await page.ask("start", form=form(page, **fields)))["type"] in wrong.values()
    assert len(daemon.log("MoveAbsolute")) == before
    assert page.panel.run is None


async def test_what_is_wrong_with_no_field_is_an_error(page):
    nothing = await page.ask("check", form=form(page, kind="time_series", duration_s=0))
    assert nothing["message"] == "0 s at 10 Hz."
    await page.ask("start", form=form(page, num=200, dwell_s=0.02))
    await page.flow(lambda data: data["progress"]["done"] > 3)
    assert (await page.ask("check", form=form(page)))["type"] == "Refused", "its devices are held"
    await page.ask("abort")
    await ended(page, "abort")


async def test_an_estimate_follows_the_first_run(page):
    await page.ask("start", form=form(page, num=5, dwell_s=0.05))
    await ended(page)
    short = await page.ask("check", form=form(page, num=5, dwell_s=0.05))
    long = await page.ask("check", form=form(page, num=5, dwell_s=2))
    assert 0.25 <= short["estimate_s"] < 10
    assert long["estimate_s"] == pytest.approx(short["estimate_s"] + 5 * 1.95)
    still = await page.ask("check", form=form(page, kind="count", num=5))
    assert still["estimate_s"] is None  # what a moving stage takes says nothing of one that rests


async def test_a_time_series_and_an_adaptive_scan(page, shell):
    await page.ask("start", form=form(page, kind="time_series", duration_s=0.5, rate_hz=20))
    await ended(page)
    assert len(shell["scan_1"]) == 10
    assert page.panel.run["x"] == "time"
    assert page.panel.form["start"] == 0, "what the other kinds ask for is kept"
    fields = {"start": 2, "stop": 3, "min_step": 0.1, "max_step": 0.5, "target_delta": 1}
    await page.ask("start", form=form(page, kind="adaptive", **fields))
    await ended(page)
    assert page.panel.run["text"].startswith("adaptive, mock_stage 2 to 3 in steps of 0.1 to 0.5")
    assert page.columns["mock_stage_setpoint"][-1] == 3
    await page.ask("start", form=form(page, kind="rel_points", positions=[0.5, 0]))
    await ended(page)
    assert page.columns["mock_stage_setpoint"] == pytest.approx([3.5, 3], abs=0.02)


async def test_positions_and_wavelengths(page, shell):
    await page.ask("start", form=form(page, kind="points", positions=[5, 1, 2]))
    await ended(page)
    assert page.columns["mock_stage_setpoint"] == [5, 1, 2]
    assert page.panel.run["map"] is None
    assert {"id": "mock_laser.wavelength_nm", "units": "nm"}.items() <= next(
        axis for axis in page.panel.axes if axis["id"] == "mock_laser.wavelength_nm"
    ).items()
    started = await page.ask(
        "start", form=form(page, kind="line", motor="mock_laser.wavelength_nm", start=790, stop=800, num=3)
    )
    assert started["name"] == "scan_2", started
    await ended(page)
    assert len(shell["scan_2"]) == 3
    column = page.panel.run["motor"]
    assert (column, page.panel.run["x"]) == ("mock_laser_wavelength_nm", "mock_laser_wavelength_nm")
    assert await page.ask("move_to", positions={column: 795}) == {"targets": {column: 795}}
