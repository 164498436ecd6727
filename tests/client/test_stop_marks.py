"""client/runtime.py, its stop marks: each is seen by those it is meant for, and none hides another."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rust_daq_jupyter.client import runtime
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.runtime import MAX_MARKS, StopMark, StopMarks
from rust_daq_jupyter.errors import DaqError
from tests.client.runtimes import DAY_S, KEY, make_older

pytestmark = pytest.mark.usefixtures("folder")
HOSTILE = [
    "../../etc/passwd",
    "a/b",
    "x" * 5000,
    "",
    ".",
    "\0",
    "é\u202e",
    "\ud800",
    "<script>",
    "stage",
    "STAGE",
    "all",
]


def test_a_mark_raises_the_watch_on_its_device_and_no_other() -> None:
    marks = StopMarks(KEY)
    stage, other = marks.watch(["stage", "stage_y"]), marks.watch(["camera"])
    assert stage.raised() is other.raised() is None
    marks.write(["stage_y"], by="page")
    mark = stage.raised()
    assert mark is not None
    assert (mark.device, mark.by) == ("stage_y", "page")
    assert abs(mark.time_ns - time.time_ns()) < 60e9
    assert other.raised() is None


def test_all_raises_every_watch_of_the_address_and_no_other() -> None:
    marks = StopMarks(KEY)
    watches = [marks.watch(["stage"]), marks.watch([]), StopMarks(KEY).watch(["stage"])]
    elsewhere = StopMarks(Address.parse("other").key).watch(["stage"])
    marks.write(None, by="shell")
    for watch in watches:
        mark = watch.raised()
        assert mark is not None
        assert (mark.device, mark.by) == (None, "shell")
    assert elsewhere.raised() is None


def test_a_mark_stays_raised_and_older_ones_do_not_count() -> None:
    marks = StopMarks(KEY)
    marks.write(["stage"], by="page")
    later = marks.watch(["stage"])
    assert later.raised() is None
    marks.write(["stage"], by="page")
    assert later.raised()
    assert later.raised()


def test_two_fast_stops_never_hide_each_other() -> None:
    marks = StopMarks(KEY)
    for _ in range(200):  # within one tick of the file system's clock, and with inodes used again
        one, two = marks.watch(["one"]), marks.watch(["two"])
        marks.write(["one"], by="page")
        marks.write(["two"], by="panel")
        assert (one.raised(), two.raised()) != (None, None)
        assert one.raised()
        assert two.raised()


def test_no_repetition_of_a_mark_looks_like_the_one_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = time.time_ns()
    monkeypatch.setattr(runtime.time, "time_ns", lambda: stuck)  # a coarse clock, at its coarsest
    marks = StopMarks(KEY)
    marks.write(["stage"], by="page")
    for _ in range(100):
        watch = marks.watch(["stage"])
        marks.write(["stage"], by="page")
        marks.write(["stage"], by="page")  # likely in the inode that the first one had
        assert watch.raised()
    assert len(list(folder.iterdir())) == 1


def test_a_clock_set_back_hides_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = StopMarks(KEY)
    marks.write(["stage"], by="page")
    watch = marks.watch(["stage"])
    an_hour_ago = time.time_ns() - 3600 * 10**9
    monkeypatch.setattr(runtime.time, "time_ns", lambda: an_hour_ago)
    marks.write(["stage"], by="page")
    assert watch.raised()


@pytest.mark.parametrize("device", HOSTILE)
def test_whatever_a_device_is_called_its_mark_stays_in_the_folder_and_is_its_own(device: str, folder: Path) -> None:
    marks = StopMarks(KEY)
    watch = marks.watch([device])
    others = [marks.watch([other]) for other in HOSTILE if other != device]
    marks.write([device], by="page")
    mark = watch.raised()
    assert mark is not None
    assert mark.device == device
    assert all(other.raised() is None for other in others)
    assert [path.parent for path in folder.parent.rglob("*.json")] == [folder]


def test_a_torn_mark_still_stops(folder: Path) -> None:
    marks = StopMarks(KEY)
    watch = marks.watch(["stage"])
    marks.write(["stage"], by="page")
    next(folder.glob("stop-*")).write_bytes(b'{"devi')
    mark = watch.raised()
    assert mark is not None
    assert mark.device is None


def test_there_are_never_more_marks_than_the_bound_and_none_is_lost(folder: Path) -> None:
    marks = StopMarks(KEY)
    marks.write(map(str, range(MAX_MARKS)), by="page")
    known, late = marks.watch(["5"]), marks.watch(["one too many"])
    marks.write(["one too many"], by="page")
    mark = late.raised()
    assert mark is not None
    assert mark.device is None  # it became a STOP ALL
    assert known.raised()
    assert len(list(folder.iterdir())) == MAX_MARKS + 1


def test_marks_of_the_past_make_room(folder: Path) -> None:
    marks = StopMarks(KEY)
    marks.write(map(str, range(MAX_MARKS)), by="page")
    for path in folder.iterdir():
        make_older(path, DAY_S + 60)
    marks.write(["new"], by="page")
    assert len(list(folder.iterdir())) == 1


def test_marks_written_at_once_from_many_threads_all_count() -> None:
    marks = StopMarks(KEY)
    names = [f"device {number % 8}" for number in range(64)]
    watches = [marks.watch([name]) for name in set(names)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: StopMarks(KEY).write([name], "page"), names))
    assert all(watch.raised() for watch in watches)


def test_a_mark_of_another_process_counts() -> None:
    watch = StopMarks(KEY).watch(["stage"])
    code = f"from rust_daq_jupyter.client.runtime import StopMarks; StopMarks({KEY!r}).write(['stage'], 'shell')"
    subprocess.run([sys.executable, "-c", code], check=True)
    mark = watch.raised()
    assert mark is not None
    assert mark == StopMark("stage", "shell", mark.time_ns)


def test_a_failed_mark_leaves_no_remnant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(runtime.os, "replace", full)
    with pytest.raises(DaqError, match="No space left on device"):
        StopMarks(KEY).write(None, by="page")
    assert list(folder.iterdir()) == []


def test_a_look_costs_a_few_microseconds(record_property: Callable[[str, object], None]) -> None:
    watch = StopMarks(KEY).watch(["stage", "meter"])
    begun = time.perf_counter()
    for _ in range(1000):
        assert watch.raised() is None
    record_property("look_us", (time.perf_counter() - begun) * 1000)
    assert not runtime.runtime_folder().exists()  # looking makes nothing
