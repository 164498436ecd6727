import gc
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rust_daq_jupyter.client import runtime
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import MAX_MARKS, StopMark, StopMarks, connections, daemon_of, find, register
from rust_daq_jupyter.errors import DaqError

ENDPOINT = Endpoint(Address.parse("https://Daq.Lab:50052"), "secret", "/etc/lab-ca.pem")
KEY = ENDPOINT.address.key
DAY_S = 24 * 3600
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

REGISTER = """
import os, signal, sys
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import register
registration = register(Endpoint(Address.parse("localhost:50051")))
print(registration.key, flush=True)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    return tmp_path / "runtime" / "rust-daq"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def make_older(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


# Connections.


def test_a_registered_connection_is_found_by_its_key_alone() -> None:
    registration = register(ENDPOINT)
    connection = find(registration.key)
    assert connection is not None
    assert connection.endpoint == ENDPOINT
    assert (connection.key, connection.pid, connection.is_alive) == (registration.key, os.getpid(), True)
    assert connections() == [connection]
    assert "secret" not in repr(connection)
    registration.close()


def test_tls_by_choice_is_kept_though_the_address_does_not_say_it() -> None:
    address = Address("daq.lab", 50051, tls=True, label="daq.lab")
    registration = register(Endpoint(address))
    found = find(registration.key)
    assert found is not None
    assert found.endpoint.tls
    registration.close()


def test_a_relative_certificate_path_is_understood_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    registration = register(Endpoint(ENDPOINT.address, "", "ca.pem"))
    found = find(registration.key)
    assert found is not None
    assert found.endpoint.ca_path == str(tmp_path / "ca.pem")
    registration.close()


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    previous = os.umask(0)
    try:
        registration = register(ENDPOINT)
        StopMarks(KEY).write(None, "shell")
    finally:
        os.umask(previous)
    assert mode(folder) == 0o700
    assert sorted(mode(path) for path in folder.iterdir()) == [0o600, 0o600]
    registration.close()


def test_a_folder_that_others_could_read_is_closed_to_them(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    StopMarks(KEY).write(None, "shell")
    assert mode(folder) == 0o700


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.chown(folder, 12345, 12345)
    with pytest.raises(DaqError, match=r"belongs to another user.*JUPYTER_RUNTIME_DIR"):
        register(ENDPOINT)


def test_a_place_where_nothing_can_be_written_is_named(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")
    with pytest.raises(DaqError, match=f"cannot write in {folder}"):
        register(ENDPOINT)


def test_close_takes_the_connection_out_and_may_be_repeated(folder: Path) -> None:
    registration = register(ENDPOINT)
    registration.close()
    registration.close()
    assert find(registration.key) is None
    assert connections() == []
    assert list(folder.iterdir()) == []


def test_a_forgotten_registration_takes_itself_out() -> None:
    key = register(ENDPOINT).key
    gc.collect()
    assert find(key) is None


def test_every_connection_has_a_key_of_its_own_oldest_first() -> None:
    registrations = [register(ENDPOINT) for _ in range(3)]
    assert [each.key for each in connections()] == [each.key for each in registrations]
    assert len({each.key for each in registrations}) == 3
    for registration in registrations:
        registration.close()


NO_KEYS = ["", "../secret", "x" * 22, "a/b", "*", "\0", f"{'A' * 22}.{'f' * 15}\n", f"{'A' * 22}.{'f' * 17}"]


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_nobody_registered_finds_nothing(key: str, folder: Path) -> None:
    registration = register(ENDPOINT)
    (folder.parent / "secret.json").write_text((folder / f"connection-{registration.key}.json").read_text())
    assert find(key) is None
    assert daemon_of(key) is None
    registration.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"address": 5}', b"\xff", b"null"])
def test_an_unreadable_entry_is_as_good_as_none(content: bytes, folder: Path) -> None:
    registration = register(ENDPOINT)
    (folder / f"connection-{registration.key}.json").write_bytes(content)
    assert find(registration.key) is None
    assert connections() == []
    registration.close()


def started(code: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_a_process_that_ends_in_good_order_leaves_nothing() -> None:
    process, key = started(REGISTER)
    process.communicate()
    assert daemon_of(key) == Address.parse("localhost:50051").key
    assert find(key) is None


def test_a_forked_child_leaves_its_parents_connection() -> None:
    code = REGISTER + "if os.fork() == 0: sys.exit()\nos.wait()\nprint(flush=True)\nsys.stdin.read()"
    process, key = started(code)
    assert process.stdout is not None
    process.stdout.readline()
    assert find(key) is not None
    process.communicate()


def test_the_connection_of_a_killed_process_stays_for_a_day(folder: Path) -> None:
    process, key = started(REGISTER + "sys.stdin.read()")
    process.kill()
    process.communicate()
    connection = find(key)
    assert connection is not None
    assert not connection.is_alive
    path = folder / f"connection-{key}.json"
    make_older(path, DAY_S - 60)
    register(ENDPOINT).close()
    assert find(key) is not None
    make_older(path, DAY_S + 60)
    register(ENDPOINT).close()
    assert find(key) is None


def test_a_process_that_has_the_number_of_a_dead_one_is_not_it(folder: Path) -> None:
    registration = register(ENDPOINT)
    path = folder / f"connection-{registration.key}.json"
    entry = json.loads(path.read_text())
    for start, is_alive in ((entry["process_start"] - 1, False), (None, True)):
        path.write_text(json.dumps(entry | {"process_start": start}))
        found = find(registration.key)
        assert found is not None
        assert found.is_alive is is_alive
    registration.close()


def test_the_connection_of_a_living_process_stays_however_old(folder: Path) -> None:
    registration = register(ENDPOINT)
    make_older(folder / f"connection-{registration.key}.json", 30 * DAY_S)
    register(ENDPOINT).close()
    assert find(registration.key) is not None
    registration.close()


def test_old_marks_and_remnants_are_swept_at_the_next_registration(folder: Path) -> None:
    StopMarks(KEY).write(["old", "new"], "page")
    remnant = folder / ".connection-x.json.0000"
    remnant.touch()
    (foreign := folder / "notes.txt").touch()
    old, new = sorted(folder.glob("stop-*"), key=lambda path: json.loads(path.read_text())["device"] == "new")
    for path in (old, remnant, foreign):
        make_older(path, DAY_S + 60)
    register(ENDPOINT).close()
    assert sorted(folder.iterdir()) == sorted([new, foreign])


# Stop marks.


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
