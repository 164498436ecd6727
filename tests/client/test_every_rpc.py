"""Every rpc of the daemon: a method of the client each, exercised against the simulator, refused when it must be."""

import asyncio
import inspect

import pytest

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.errors import DaqError, NotAllowed, NotSupported
from scripts.rpcs import PAGE, methods, page, rows, rpcs
from tests.client.peer import arguments
from tests.client.peer import methods as callables

ANSWERS_WITHIN_S = 2.0
METHODS = {row.method: row for row in rows()}
# Read only one message of those that never end; the engine's own call would last as long as its plan.
UNREGISTERED = "PluginService"


def test_every_rpc_has_one_method_and_every_method_its_rpc():
    assert {(row.service, row.rpc) for row in rows()} == set(rpcs())
    named = [(row.service, row.rpc) for row in rows()]
    assert len(named) == len(set(named)) == 103
    without = set(methods()) - set(METHODS)
    assert without == {"connect", "close", "listen", "check_may_act", "run_plan"}


def test_every_method_is_typed_and_documented():
    for name, method in methods().items():
        assert inspect.getdoc(method), name
        assert "return" in method.__annotations__, name


def test_the_page_is_as_it_is_written():
    assert PAGE.read_text() == page()


async def ask(client, name):
    """Calls a method with plain arguments; the error that it ends with, or None."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            given = callables()[name](client, **arguments(callables()[name]))
            if hasattr(given, "__anext__"):
                async with given:
                    await anext(given)
            else:
                await given
    except (DaqError, StopAsyncIteration) as error:
        return error
    except TimeoutError:  # a stream without news
        return None
    return None


@pytest.mark.integration
async def test_every_method_reaches_the_simulator(simulator):
    with simulator("--faithful", "--quirk", "halt-wedge=off") as daemon:
        async with AsyncClient(daemon.address, timeout=5) as client:
            await client.queue_plan("count", {"num_points": 1})
            for name, row in sorted(METHODS.items()):
                error = await ask(client, name)
                if row.service == UNREGISTERED:
                    assert isinstance(error, NotSupported), (name, error)
                await client.get_daemon_info()
            await client.stream_frames("mock_camera").begun()
        seen = {(record["service"].rpartition(".")[2], record["rpc"]) for record in daemon.log()}
    # Halting an idle engine is refused before it is sent; tests/client/test_engine.py halts one that runs.
    expected = {pair for pair in rpcs() if pair[0] != UNREGISTERED} - {("RunEngineService", "HaltEngine")}
    assert expected - seen == set()


@pytest.mark.integration
async def test_a_read_only_client_refuses_every_act_and_nothing_else(simulator):
    with simulator("--faithful") as daemon:
        async with AsyncClient(daemon.address, timeout=5, read_only=True) as client:
            for name, row in sorted(METHODS.items()):
                error = await ask(client, name)
                assert isinstance(error, NotAllowed) == row.acts, (name, error)
        acting = {row.rpc for row in METHODS.values() if row.acts}
        assert daemon.log(*acting) == []
