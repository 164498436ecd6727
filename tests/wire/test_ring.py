"""wire/ring.py and client/ring.py on buffers of our own making, whole and hostile."""

import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_daq_jupyter.client.ring import RingBuffer
from rust_daq_jupyter.errors import BadMessage
from rust_daq_jupyter.sim.ring import RingBuffer as Writer
from rust_daq_jupyter.wire import ring
from rust_daq_jupyter.wire._generated import daq_pb2 as pb


def record(number, extra=0):
    """A point as the daemon writes it."""
    payload = pb.ScanProgress(
        scan_id="scan-1",
        state=pb.SCAN_RUNNING,
        point_index=number,
        total_points=1000,
        axis_positions={"stage" + "x" * extra: 1.5},
    ).SerializeToString()
    return struct.pack("<I", len(payload)) + payload


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ring")


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(600, 5000))
def test_what_is_left_of_a_buffer_is_its_newest_points_in_order(folder, extras, capacity):
    writer = Writer(capacity, folder)
    try:
        for number, extra in enumerate(extras):
            writer.write(record(number, extra))
        with RingBuffer(writer.path) as buffer:
            reader = buffer.progress()
            numbers = [point.point_index for point in reader]
        written = sum(len(record(number, extra)) for number, extra in enumerate(extras))
        if written <= capacity:
            assert numbers == list(range(len(extras)))
            assert reader.lost_bytes == 0
        else:
            assert numbers == list(range(len(extras)))[len(extras) - len(numbers) :]
            assert reader.lost_bytes >= written - capacity
    finally:
        writer.close()


def test_a_reader_goes_on_where_it_was_and_passes_over_other_kinds(folder):
    writer = Writer(100_000, folder)
    try:
        with RingBuffer(writer.path) as buffer:
            reader = buffer.progress()
            writer.write(record(0))
            assert [point.point_index for point in reader] == [0]
            writer.write(struct.pack("<I", 5) + b"\xff\xff\xff\xff\xff")
            writer.write(record(1))
            assert [point.point_index for point in reader] == [1]
            assert (reader.skipped, reader.lost_bytes) == (1, 0)
    finally:
        writer.close()


@given(st.binary(max_size=4096))
def test_garbage_never_crashes_or_hangs(folder, garbage):
    path = folder / f"garbage-{os.getpid()}"
    path.write_bytes(garbage)
    try:
        with RingBuffer(path) as buffer:
            list(buffer.progress())
    except BadMessage:
        pass


@given(st.binary(max_size=2000), st.integers(0, 5000), st.integers(0, 2**64 - 1))
def test_a_true_header_before_garbage_neither(folder, garbage, head, epoch):
    capacity = max(1, len(garbage))
    header = struct.pack("<QQQQQIIQ", ring.MAGIC, capacity, head, 0, epoch & ~1, 0, 0, 7).ljust(128, b"\0")
    path = folder / f"header-{os.getpid()}"
    path.write_bytes(header + garbage.ljust(capacity, b"\0"))
    with RingBuffer(path) as buffer:
        reader = buffer.progress()
        list(reader)
        assert reader.position <= head


def test_a_file_that_lies_about_its_size_is_unreadable(folder):
    path = folder / "lies"
    path.write_bytes(struct.pack("<QQQQQIIQ", ring.MAGIC, 10**6, 0, 0, 0, 0, 0, 0).ljust(128, b"\0"))
    with pytest.raises(BadMessage, match="claims"):
        RingBuffer(path)
