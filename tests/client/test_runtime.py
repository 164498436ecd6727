"""client/runtime.py, its connections: processes find each other, and what nobody asks for any more goes."""

import gc
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import StopMarks, connections, daemon_of, find, register
from rust_daq_jupyter.errors import DaqError
from tests.client.runtimes import DAY_S, ENDPOINT, KEY, make_older

pytestmark = pytest.mark.usefixtures("folder")

REGISTER = """
import os, signal, sys
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import register
registration = register(Endpoint(Address.parse("localhost:50051")))
print(registration.key, flush=True)
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


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
