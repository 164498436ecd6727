"""STOP by one spelling of an address ends the runs that found the daemon by another."""

import socket
import threading

import pytest

from rust_daq_jupyter.client import place
from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.place import look_up, places
from rust_daq_jupyter.client.runtime import StopMarks, connections, register, spellings
from rust_daq_jupyter.client.stop import tell_runs

pytestmark = pytest.mark.usefixtures("folder")

NUMBER, NAME = Address.parse("127.0.0.1:50051"), Address.parse("127.1:50051")  # a name to us, resolved without DNS
OTHER_PORT = Address.parse("127.1:50052")


@pytest.mark.parametrize(("run_by", "stop_by"), [(NAME, NUMBER), (NUMBER, NAME), (NAME, NAME)])
@pytest.mark.parametrize("device", ["stage", None])
def test_stop_reaches_a_run_by_whatever_name(run_by: Address, stop_by: Address, device: str | None) -> None:
    assert (NAME.key == NUMBER.key) is False
    here, elsewhere = register(Endpoint(run_by)), register(Endpoint(OTHER_PORT))
    watch = StopMarks(run_by.key).watch(["stage"])
    other = StopMarks(OTHER_PORT.key).watch(["stage"])
    assert tell_runs(Endpoint(stop_by), device, by="shell") == []
    mark = watch.raised()
    assert mark is not None
    assert (mark.device, mark.by) == (device, "shell")
    assert other.raised() is None
    here.close()
    elsewhere.close()


def test_a_motors_own_stop_reaches_a_run_by_another_name() -> None:
    registrations = [register(Endpoint(address)) for address in (NAME, NUMBER)]
    watch = StopMarks(NAME.key).watch(["stage"])
    StopMarks(NUMBER.key).write(["stage"], by="stop")
    assert watch.raised()
    for registration in registrations:
        registration.close()


def test_an_address_of_this_machine_is_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_is_of_this_machine", lambda number: number == "192.0.2.7")
    assert NUMBER.key in places(Address.parse("192.0.2.7:50051"))
    assert NUMBER.key not in places(Address.parse("192.0.2.8:50051"))
    assert places(Address.parse("no.such.invalid:1")) == {Address.parse("no.such.invalid:1").key}


def test_a_name_that_takes_its_time_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answered, written = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> list[tuple[object, ...]]:
        assert answered.wait(30)
        return [(0, 0, 0, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    registration = register(Endpoint(Address.parse("daq.lab:50051")))  # returns before the answer
    assert connections()[0].places == {Address.parse("daq.lab:50051").key}
    watch = StopMarks(NUMBER.key).watch([])
    mine = register(Endpoint(NUMBER))
    assert tell_runs(Endpoint(Address.parse("daq.lab:50051")), None, by="shell") == []
    assert watch.raised() is None
    answered.set()
    look_up(Address.parse("daq.lab:50051"), lambda _: written.set(), 30.0)
    assert written.wait(30)
    for thread in [each for each in threading.enumerate() if each.name == "rust-daq-place"]:
        thread.join(30)
    assert watch.raised()
    assert spellings(NUMBER.key) == {NUMBER.key, Address.parse("daq.lab:50051").key}
    registration.close()
    mine.close()
