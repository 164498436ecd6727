"""records/store.py: runs arrive at a real Tiled server, also when it was away, and once is enough."""

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request

import numpy as np
import pytest

from rust_daq_jupyter import connect
from rust_daq_jupyter.errors import NotSupported
from rust_daq_jupyter.records import store as stores
from rust_daq_jupyter.records.journal import Journal, journal_in
from rust_daq_jupyter.records.store import Store

pytest.importorskip("tiled.server", reason="needs the extra `tiled` and Tiled's server")
pytestmark = [
    pytest.mark.integration,
    # what Tiled and what it is made of warn of themselves
    pytest.mark.filterwarnings("ignore"),
]
KEY = "secret"


@contextlib.contextmanager
def tiled(folder, port):
    """A Tiled server with a catalogue in a folder; it is there when this begins."""
    command = [sys.executable, "-m", "tiled", "serve", "catalog", str(folder / "catalog.db"), "--init"]
    command += ["--write", str(folder / "data"), "--write", f"sqlite:///{folder / 'tables.db'}"]
    command += ["--api-key", KEY, "--port", str(port)]
    with (folder / "tiled.log").open("a") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(port, folder / "tiled.log", process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port, log, process):
    ends_s = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError):
            json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/", timeout=5))
            return
        assert time.monotonic() < ends_s, log.read_text()[-2000:]
        assert process.poll() is None, log.read_text()[-2000:]


@pytest.fixture
def asked():
    """Clients that close with the test."""
    from tiled.client import from_uri

    made = []
    yield lambda address: made.append(from_uri(address)) or made[-1]
    for client in made:
        client.context.http_client.close()


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path / "runs"))
    monkeypatch.setattr(stores, "PAUSES_S", (0.1,))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return port, f"http://127.0.0.1:{port}/api/v1?api_key={KEY}"


def test_runs_arrive_also_when_the_server_was_away(faithful, tmp_path, place, asked):
    port, address = place
    with connect(faithful, store=address) as lab:
        run = lab.scan(["mock_power_meter"], "mock_stage", 0, 1, 7, metadata={"sample": "A7"})
        df = run.wait(60)
        assert [due.uid for due in lab.store.due] == [run.uid]
        with tiled(tmp_path, port):
            assert lab.store.wait(60)
            assert lab.store.due == []
            with_images = lab.count(["mock_camera", "mock_power_meter"], 2)
            with_images.wait(60)
            assert lab.store.wait(60)
            client = asked(address)
            assert client[run.uid].metadata["start"]["sample"] == "A7"
            assert client[run.uid].metadata["stop"]["exit_status"] == "success"
            primary = client[run.uid]["streams/primary" if "streams" in client[run.uid] else "primary"]
            np.testing.assert_allclose(primary["mock_power_meter"].read(), df["mock_power_meter"])
            assert len(client[with_images.uid].metadata["stop"]["num_events"]) == 1
    assert KEY not in str(journal_in(tmp_path / "runs").remembered(run.number, "delivered"))


def test_what_was_written_in_part_is_written_anew(faithful, tmp_path, place, asked):
    from bluesky.callbacks.tiled_writer import TiledWriter

    port, address = place
    with connect(faithful) as lab, tiled(tmp_path, port):
        run = lab.count(["mock_power_meter"], 5)
        run.wait(60)
        writer = TiledWriter(asked(address))
        for name, document in list(run.documents())[:4]:
            writer(name, document)
        store = Store(address, journal_in(tmp_path / "runs"))
        store.expect(run.number)
        store.stir()
        assert store.wait(60)
        store.close()
        assert asked(address)[run.uid].metadata["stop"]["num_events"] == {"primary": 5}


def test_without_the_client_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tiled.client", None)
    journal = Journal(tmp_path)
    with pytest.raises(NotSupported, match=r"rust-daq-jupyter\[tiled\]"):
        Store("http://127.0.0.1:1", journal)
    journal.close()
