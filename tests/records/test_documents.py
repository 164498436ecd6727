"""records/documents.py: valid by event-model's own schemas, whatever the metadata, and the same every time."""

import dataclasses

import numpy as np
from event_model import DocumentNames, schema_validators
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.records.documents import documents
from rust_daq_jupyter.records.entry import Entry
from rust_daq_jupyter.records.pictures import Pictures, save_picture
from rust_daq_jupyter.records.table import Table

UID = "6f60226e-0a5b-4870-a11c-39b6c58a76f5"
COLUMNS = {"stage": "mm", "stage_setpoint": "mm", "meter": "W", "cam": "counts"}
ENTRY = Entry(
    number=3,
    uid=UID,
    name="alignment",
    plan_name="scan",
    code="plans.line()",
    plan={"plan": "line", "detectors": ["meter"]},
    columns=COLUMNS,
    metadata={},
    start={"motors": ["stage"], "detectors": ["meter", "cam"], "hints": {"dimensions": [[["stage"], "primary"]]}},
    origin={},
    daemon={},
    tags=(),
    notes="",
    begun_s=1e9,
    ended_s=1e9 + 5,
    status="success",
    reason="",
    host="here",
    pid=1,
)
SURROUNDINGS = {"devices": {"cam": {"parameters": {"a.b": 1.5, "armed": True, "roi": [1, 2], "mode": "fast", "n": 3}}}}
words = st.text(max_size=8) | st.sampled_from(
    ["sample", "owner", "project", "hints", "uid", "a.b", "c/d", "data_groups"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda deep: st.lists(deep) | st.dictionaries(words, deep),
)


def table_of(rows):
    table = Table(COLUMNS)
    for row in rows:
        table.append_in_order(row, 10**18)
    return table


def told(entry, table, folder):
    found = list(documents(entry, table, SURROUNDINGS, Pictures(folder, len(table))))
    for name, document in found:
        schema_validators[DocumentNames[name]].validate(document)
    return found


@given(st.dictionaries(words, values))
def test_any_metadata_makes_valid_documents(tmp_path_factory, metadata):
    entry = dataclasses.replace(ENTRY, metadata=metadata)
    found = told(entry, table_of([[1, 1, 2, 3]]), tmp_path_factory.mktemp("none"))
    assert [name for name, _ in found] == ["start", "descriptor", "event", "stop"]
    assert found[0][1]["uid"] == UID


def test_they_tell_the_run_and_the_same_every_time(tmp_path):
    table = table_of([[1, 1, 0.5, 3], [2, 2, float("nan"), 3]])
    entry = dataclasses.replace(ENTRY, metadata={"sample": "A7", "project": 7})
    found = told(entry, table, tmp_path)
    assert [(name, document["uid"]) for name, document in found] == [
        (name, document["uid"]) for name, document in told(entry, table, tmp_path)
    ]
    start, descriptor, first, second, stop = [document for _, document in found]
    assert (start["sample"], start["metadata"], start["scan_id"], start["motors"]) == (
        "A7",
        {"project": 7},
        3,
        ["stage"],
    )
    assert descriptor["object_keys"] == {"stage": ["stage", "stage_setpoint"], "meter": ["meter"], "cam": ["cam"]}
    assert descriptor["configuration"]["cam"]["data"] == {"a_b": 1.5, "armed": True, "mode": "fast", "n": 3}
    assert (first["seq_num"], second["seq_num"], first["data"]["meter"]) == (1, 2, 0.5)
    assert np.isnan(second["data"]["meter"])
    assert (stop["exit_status"], stop["num_events"]) == ("success", {"primary": 2})


def test_pictures_are_told_where_they_lie(tmp_path):
    for seq_num in (1, 2, 3):
        save_picture(tmp_path / "cam", seq_num, np.zeros((4, 6), np.uint16))
    found = told(ENTRY, table_of([[1, 1, 2, 3]] * 2), tmp_path)
    names = [name for name, _ in found]
    assert names == ["start", "descriptor", "stream_resource", "event", "event", "stream_datum", "stream_datum", "stop"]
    assert found[1][1]["data_keys"]["cam_image"]["shape"] == [1, 4, 6]
    assert found[2][1]["uri"].endswith("/cam/")


def test_a_run_that_goes_on_has_no_stop_yet(tmp_path):
    running = dataclasses.replace(ENTRY, status="running")
    assert [name for name, _ in told(running, table_of([]), tmp_path)] == ["start", "descriptor"]
