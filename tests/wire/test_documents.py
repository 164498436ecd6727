"""wire/documents.py and wire/plan_types.py: documents read, parameters written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.errors import BadMessage, BadValue
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire.documents import EngineStatus, Event, Stop, decode_document
from rust_daq_jupyter.wire.plan_types import check_roles, encode_parameters

LINE = {"start": 0, "end": 1, "num_points": 2}
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(st.text(), finite), st.integers(0, 2**32 - 1))
def test_an_event_is_read_as_it_was_sent(data, number):
    message = pb.Document(event=pb.EventDocument(descriptor_uid="d", seq_num=number, data=data))
    event = decode_document(pb.Document.FromString(message.SerializeToString()))
    assert isinstance(event, Event)
    assert (event.data, event.seq_num) == (data, number)


def test_a_document_without_content_is_unreadable():
    with pytest.raises(BadMessage):
        decode_document(pb.Document(doc_type=pb.DOC_EVENT))


def test_an_unknown_state_is_a_word():
    assert EngineStatus.from_wire(pb.EngineStatus(state=99)).state == "unknown"
    assert EngineStatus.from_wire(pb.EngineStatus(state=pb.ENGINE_PAUSED)).state == "paused"
    assert decode_document(pb.Document(stop=pb.StopDocument(num_events=3))) == Stop("", "", "", 0, 3)


@given(finite, finite, st.integers(1, 10_000_000))
def test_numbers_come_back_from_their_text(start, end, points):
    parameters = {"start": start, "end": end, "num_points": points}
    if start == end:
        return
    text = encode_parameters("line_scan", parameters)
    assert (float(text["start"]), float(text["end"]), int(text["num_points"])) == (start, end, points)


def test_counts_have_no_point_and_truth_is_in_small_letters():
    grid = {"x_start": 0, "x_end": 1, "x_points": 3, "y_start": 0.0, "y_end": 1, "y_points": 4, "snake": False}
    text = encode_parameters("grid_scan", grid)
    assert (text["x_points"], text["snake"], text["x_end"]) == ("3", "false", "1.0")


@pytest.mark.parametrize(
    ("plan_type", "parameters"),
    [
        ("voltage_scan", {}),
        ("count", {}),
        ("count", {"num_points": 2.0}),
        ("count", {"num_points": True}),
        ("count", {"num_points": 0}),
        ("count", {"num_points": 1, "delays": 1}),
        ("count", {"num_points": 1, "delay": -0.1}),
        ("line_scan", {**LINE, "end": 0.0}),
        ("line_scan", {**LINE, "start": math.nan}),
        ("line_scan", {**LINE, "start": "0"}),
        ("line_scan", {**LINE, "num_points": 10_000_001}),
    ],
)
def test_what_makes_no_plan_is_refused_here(plan_type, parameters):
    with pytest.raises(BadValue):
        encode_parameters(plan_type, parameters)


@pytest.mark.parametrize(
    ("plan_type", "devices"),
    [
        ("line_scan", {}),
        ("line_scan", {"motor": ""}),
        ("count", {"motor": "a"}),
        ("grid_scan", {"x_motor": "a", "y_motor": "a"}),
    ],
)
def test_roles_that_make_no_plan_are_refused_here(plan_type, devices):
    with pytest.raises(BadValue):
        check_roles(plan_type, devices)
