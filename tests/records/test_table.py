import json
import math
import subprocess
import sys
import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.records.table import FIRST_ROWS, Table

UNITS = {"stage": "mm", "stage_setpoint": "mm", "meter": "W"}


def grown(rows):
    """A table in which every number of row i is i."""
    table = Table(UNITS)
    for index in range(rows):
        table.append(dict.fromkeys(UNITS, float(index)), 1_700_000_000.0 + index)
    return table


@pytest.mark.parametrize("rows", [0, 1, FIRST_ROWS - 1, FIRST_ROWS, FIRST_ROWS + 1, 5 * FIRST_ROWS])
def test_a_frame_at_every_length(rows):
    frame = grown(rows).frame()
    assert list(frame.columns) == ["time", "stage", "stage_setpoint", "meter"]
    assert frame.index.name == "seq_num"
    assert list(frame.index) == list(range(1, rows + 1))
    assert frame.dtypes.map(str).to_dict() == {"time": "datetime64[ns]"} | dict.fromkeys(UNITS, "float64")
    assert list(frame["meter"]) == [float(index) for index in range(rows)]


def test_time_is_naive_utc_in_whole_nanoseconds():
    table = Table({})
    table.append({}, 1_700_000_000.5)
    assert table.frame()["time"].iloc[0] == pd.Timestamp("2023-11-14 22:13:20.5")
    assert table.column("time")[0] == np.datetime64("2023-11-14T22:13:20.500000000")


@given(st.integers(0, 9 * 10**18))
def test_time_loses_nothing_that_the_float_has(time_ns):
    time_s = time_ns / 1e9
    table = Table({})
    table.append({}, time_s)
    kept_ns = int(table.column("time").view(np.int64)[0])
    assert abs(kept_ns - time_ns) <= math.ulp(time_s) * 1e9 + 1


@pytest.mark.parametrize("time_s", [math.nan, math.inf, -math.inf, 1.8446744073709552e10])
def test_what_is_no_time_is_nat_and_the_row_is_kept(time_s):
    table = Table({"meter": "W"})
    table.append({"meter": 1.0}, time_s)
    frame = table.frame()
    assert frame["time"].isna().all()
    assert list(frame["meter"]) == [1.0]


def test_what_a_row_leaves_out_is_nan():
    table = grown(2)
    table.append({"meter": 7.0}, 0.0)
    assert math.isnan(table.column("stage")[2])
    assert table.column("meter")[2] == 7.0


def test_a_row_with_a_strange_column_changes_nothing():
    table = grown(2)
    with pytest.raises(BadValue, match=r"no column 'laser'\. The columns are time, stage, stage_setpoint, meter"):
        table.append({"meter": 1.0, "laser": 2.0}, 0.0)
    assert len(table) == 2


def test_a_row_that_is_no_number_changes_nothing():
    table = grown(2)
    with pytest.raises(ValueError, match="could not convert"):
        table.append({"meter": "much"}, 0.0)
    table.append({"meter": 3.0}, 0.0)
    assert list(table.column("meter")) == [0.0, 1.0, 3.0]
    assert math.isnan(table.column("stage")[2])


@pytest.mark.parametrize("name", ["time", "seq_num"])
def test_names_that_every_table_has_already(name):
    with pytest.raises(BadValue, match=name):
        Table({name: ""})


def test_a_strange_column_cannot_be_looked_at():
    with pytest.raises(BadValue, match="laser"):
        grown(1).column("laser")


def test_a_view_stays_as_it_is_and_cannot_be_written():
    table = grown(3)
    view, times = table.column("meter"), table.column("time")
    for index in range(3 * FIRST_ROWS):
        table.append({"meter": -1.0}, float(index))
    assert list(view) == [0.0, 1.0, 2.0]
    assert len(times) == 3
    for sealed in (view, times, table.since(1)["stage"], table.since(1)["time"]):
        with pytest.raises(ValueError, match="read-only"):
            sealed[0] = sealed[0]


def test_since_gives_only_what_is_new():
    table = grown(5)
    new = table.since(3)
    assert list(new) == ["time", *UNITS]
    assert list(new["meter"]) == [3.0, 4.0]
    assert [len(column) for column in table.since(5).values()] == [0, 0, 0, 0]
    assert [len(column) for column in table.since(99).values()] == [0, 0, 0, 0]


def test_a_frame_never_changes_with_the_table_nor_the_table_with_it():
    table = grown(3)
    frame = table.frame()
    table.append({"meter": 9.0}, 0.0)
    assert len(frame) == 3
    frame.loc[1, "meter"] = 42.0
    assert table.column("meter")[0] == 0.0


def test_attrs_are_plain_and_the_frame_s_own():
    given_attrs = {"uid": "abc", "metadata": {"sample": "A7"}}
    frame = grown(1).frame(given_attrs)
    given_attrs["metadata"]["sample"] = "B"
    assert json.loads(json.dumps(frame.attrs)) == {"units": UNITS, "uid": "abc", "metadata": {"sample": "A7"}}


def test_units_belong_to_the_table():
    units = dict(UNITS)
    table = Table(units)
    units["laser"] = "nm"
    assert table.units == UNITS
    with pytest.raises(TypeError):
        table.units["meter"] = "V"


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(UNITS, st.floats(allow_nan=False))), max_size=200))
def test_every_row_is_kept(rows):
    table = Table(UNITS)
    for index, row in enumerate(rows):
        table.append(row, float(index))
    for name in UNITS:
        expected = [row.get(name, math.nan) for row in rows]
        np.testing.assert_array_equal(table.column(name), expected)
        np.testing.assert_array_equal(table.frame()[name], expected)


def test_readers_in_other_threads_see_only_whole_rows():
    rows, torn, seen = 20_000, [], []
    table = Table(UNITS)
    finished = threading.Event()

    def look():
        while not finished.is_set():
            columns = table.since(0)
            numbers = np.arange(len(columns["time"]))
            if not all((columns[name] == numbers).all() for name in UNITS):
                torn.append(len(numbers))
            seen.append(len(numbers))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for index in range(rows):
        table.append(dict.fromkeys(UNITS, float(index)), float(index))
    finished.set()
    for reader in readers:
        reader.join()
    assert not torn
    assert len(seen) > 1
    assert len(table) == rows


def test_a_long_table_has_moved_only_a_few_times():
    table = Table({"meter": "W"})
    moves, place = 0, None
    for index in range(100_000):
        table.append({"meter": 1.0}, float(index))
        now = table.column("meter").__array_interface__["data"][0]
        moves, place = moves + (now != place), now
    assert moves <= 1 + math.ceil(math.log2(100_000 / FIRST_ROWS))


def test_a_table_needs_no_pandas_until_a_frame_is_made():
    code = (
        "import sys; from rust_daq_jupyter.records.table import Table; table = Table({'m': 'W'});"
        "table.append({'m': 1.0}, 0.0); table.since(0); assert 'pandas' not in sys.modules;"
        "table.frame(); assert 'pandas' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
