"""records/export.py: files that other programs read, with everything in them."""

import json
import sqlite3

import h5py
import numpy as np
import pandas as pd
import pytest

from rust_daq_jupyter.errors import BadValue, DaqError, Refused
from rust_daq_jupyter.records.journal import Journal
from rust_daq_jupyter.records.kept import KeptRun
from rust_daq_jupyter.records.pictures import folder_of, save_picture

UID = "6f60226e-0a5b-4870-a11c-39b6c58a76f5"


@pytest.fixture
def run(tmp_path):
    journal = Journal(tmp_path)
    record = journal.begin(
        UID,
        name="alignment",
        plan_name="scan",
        code="plans.line()",
        columns={"stage": "mm", "stage_setpoint": "mm", "meter": "W"},
        metadata={"sample": "A7", "user": "me"},
        start={"motors": ["stage"], "detectors": ["meter"]},
        surroundings={"daemon": {"version": "0.1.0"}},
    )
    for seq_num in (1, 2):
        record.add(seq_num, 10**18 + seq_num, [seq_num, seq_num, 0.5])
        save_picture(folder_of(tmp_path, UID) / "cam", seq_num, np.full((4, 6), seq_num, np.uint16))
    record.note(status="success", ended_s=2e9)
    yield KeptRun(journal, journal.entry(1))
    journal.close()


def test_csv_has_the_table_and_what_it_is(run, tmp_path):
    path = run.export(tmp_path / "a7.csv")
    read = pd.read_csv(path, comment="#", index_col="seq_num", parse_dates=["time"])
    assert read["meter"].tolist() == [0.5, 0.5]
    assert read["time"].dt.tz_localize(None).tolist() == run.df["time"].dt.floor("us").tolist()
    head = dict(line[2:].split(": ", 1) for line in path.read_text().splitlines() if line.startswith("#"))
    assert json.loads(head["metadata"]) == {"sample": "A7", "user": "me"}


def test_parquet_gives_the_frame_back(run, tmp_path):
    read = pd.read_parquet(run.export(tmp_path / "a7.parquet"))
    assert read.equals(run.df)
    assert read.attrs == run.df.attrs


def test_hdf5_is_nexus_with_its_pictures(run, tmp_path):
    with h5py.File(run.export(str(tmp_path / "a7.h5"))) as file:
        entry = file[file.attrs["default"]]
        data = entry[entry.attrs["default"]]
        assert (entry.attrs["NX_class"], data.attrs["NX_class"], data.attrs["signal"]) == ("NXentry", "NXdata", "meter")
        assert list(data.attrs["axes"]) == ["stage"]
        assert (data["stage"][:].tolist(), data["stage"].attrs["units"]) == ([1, 2], "mm")
        assert data["cam_images"].shape == (2, 4, 6)
        assert data["cam_images_seq_num"][:].tolist() == [1, 2]
        assert json.loads(entry["surroundings/data"][()])["daemon"] == {"version": "0.1.0"}
        assert entry["entry_identifier_uuid"][()].decode() == UID


@pytest.fixture
def grid(tmp_path):
    """Two rows of three, back and forth."""
    journal = Journal(tmp_path)
    record = journal.begin(
        UID,
        name="map",
        columns={"y": "mm", "y_setpoint": "mm", "x": "deg", "x_setpoint": "deg", "meter": "W", "noise": "V"},
        start={"motors": ["y", "x"], "detectors": ["meter", "noise"], "shape": [2, 3]},
    )
    for seq_num, (y, x) in enumerate([(0, 5), (0, 6), (0, 7), (1, 7), (1, 6), (1, 5)], 1):
        record.add(seq_num, seq_num, [y + 0.01, y, x - 0.01, x, 10 * y + x, 0])
    yield KeptRun(journal, journal.entry(1))
    journal.close()


def test_a_complete_grid_is_a_map_in_hdf5(grid, tmp_path):
    with h5py.File(grid.export(tmp_path / "map.h5")) as file:
        entry = file["entry"]
        assert entry.attrs["default"] == "map"
        shown = entry["map"]
        assert (list(shown.attrs["axes"]), shown.attrs["signal"]) == (["y", "x"], "meter")
        assert list(shown.attrs["auxiliary_signals"]) == ["noise"]
        assert (shown["y"][:].tolist(), shown["x"][:].tolist()) == ([0, 1], [5, 6, 7])
        assert (shown["x"].attrs["units"], shown["meter"].attrs["units"]) == ("deg", "W")
        assert shown["meter"][:].tolist() == [[5, 6, 7], [15, 16, 17]]
        assert entry["data/meter"][:].tolist() == [5, 6, 7, 17, 16, 15]


def test_a_grid_cut_short_is_scattered_over_both_positions_in_hdf5(grid, tmp_path):
    database = sqlite3.connect(grid.journal.path)
    database.execute("DELETE FROM points WHERE seq_num > 4")
    database.commit()
    database.close()
    with h5py.File(grid.export(tmp_path / "map.h5")) as file:
        entry = file["entry"]
        assert "map" not in entry
        data = entry[entry.attrs["default"]]
        assert list(data.attrs["axes"]) == ["y", "x"]
        assert (data.attrs["y_indices"], data.attrs["x_indices"]) == (0, 0)
        assert data["meter"].shape == data["y"].shape == data["x"].shape == (4,)


def test_a_path_may_begin_at_home_and_must_be_one(run, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run.export("~/a7.csv") == tmp_path / "a7.csv"
    assert (tmp_path / "a7.csv").exists()
    with pytest.raises(BadValue, match="Give a path"):
        run.export(5)


def test_a_peak_of_what_was_not_read_is_refused_with_what_was(run):
    with pytest.raises(BadValue, match="Did you mean meter"):
        run.peaks["metre"]
    with pytest.raises(KeyError):
        run.peaks["x"]
    assert run.peaks.get("x") is None


def test_another_ending_and_another_place_are_refused(run, tmp_path):
    with pytest.raises(BadValue, match="parquet"):
        run.export(tmp_path / "a7.xlsx")
    for ending in (".csv", ".h5", ".parquet"):
        with pytest.raises(DaqError, match="another place"):
            run.export(tmp_path / "nowhere" / f"a7{ending}")
    assert not list(tmp_path.glob(".*.part"))


def test_a_file_that_is_there_is_replaced_only_on_demand(run, tmp_path):
    path = tmp_path / "a7.csv"
    path.write_text("mine")
    with pytest.raises(Refused, match="overwrite=True"):
        run.export(path)
    assert path.read_text() == "mine"
    run.export(path, overwrite=True)
    assert "uid" in path.read_text()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_writer_that_fails_midway_leaves_nothing(run, tmp_path, monkeypatch, error):
    def fail(frame, path, **options):
        path.write_text("half")
        raise error

    monkeypatch.setattr(pd.DataFrame, "to_parquet", fail)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(error):
        run.export(tmp_path / "a7.parquet")
    assert sorted(tmp_path.iterdir()) == before
