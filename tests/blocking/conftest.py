"""Blocking connections: to a fast bench, and while their event loop stands still."""

import threading

import pytest

from rust_daq_jupyter import connect


@pytest.fixture
def fast(simulator):
    with simulator("--realistic", "--speed", "5") as daemon, connect(daemon.address) as lab:
        lab.daemon = daemon
        yield lab


@pytest.fixture
def standing(fast):
    """The connection, while its event loop stands still; an event that is set when it goes on."""
    stage = fast["mock_stage"]
    stage.position = 0
    stage.move(100, wait=False)
    stands, go_on, goes_on = threading.Event(), threading.Event(), threading.Event()

    def stand():
        stands.set()
        go_on.wait(10)
        goes_on.set()

    fast.home.soon(stand)
    assert stands.wait(10)
    yield fast, goes_on
    go_on.set()
