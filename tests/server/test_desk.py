import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.runtime import StopMarks, connections, register
from rust_daq_jupyter.server.desk import MAX_AT_ONCE, MAX_PAST, StopDesk, UnknownTarget

NOBODY = Endpoint(Address.parse("127.0.0.1:1"))


@pytest.fixture
def desk() -> Iterator[StopDesk]:
    desk = StopDesk()
    yield desk
    desk.close()


async def test_presses_beyond_the_bound_still_end_runs_and_later_ones_are_served(desk: StopDesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing, as a frozen daemon
        endpoint = Endpoint(Address.parse("{}:{}".format(*silent.getsockname())))
        registration = register(endpoint)
        waiting = [asyncio.create_task(desk.stop(registration.key, "stage")) for _ in range(MAX_AT_ONCE)]
        while desk._at_work[endpoint] < MAX_AT_ONCE:
            await asyncio.sleep(0)
        watch = StopMarks(endpoint.address.key).watch(["other"])
        (turned_away,) = await desk.stop(registration.key, "other")
        assert watch.raised()
        assert not any(task.done() for task in waiting)
        assert (turned_away.device, turned_away.outcome) == ("other", "failed")
        assert f"{MAX_AT_ONCE} STOPs already wait" in turned_away.message
        assert {report.outcome for reports in await asyncio.gather(*waiting) for report in reports} == {"unreachable"}
        while desk._at_work:
            await asyncio.sleep(0)
        assert [report.outcome for report in await desk.stop(registration.key, "stage")] == ["unreachable"]
    registration.close()


async def test_an_unknown_key_is_said_to_be_unknown(desk: StopDesk) -> None:
    with pytest.raises(UnknownTarget, match="no connection has this key"):
        await desk.stop("unknown", None)


async def test_a_closed_connection_is_known_by_another_name_of_its_daemon(desk: StopDesk) -> None:
    named = Endpoint(Address.parse("daq.lab:1"), "of yesterday")
    closed, other = register(named), register(NOBODY)
    known = {each.key: each for each in connections()}
    both = frozenset({named.address.key, NOBODY.address.key})
    desk._remember([replace(known[closed.key], places=both)])  # as its process found out
    closed.close()
    assert await desk._endpoint_of(closed.key) == NOBODY
    other.close()


async def test_only_the_newest_daemons_of_the_past_are_remembered(desk: StopDesk) -> None:
    closed = []
    for port in range(1, MAX_PAST + 2):
        with closing(register(Endpoint(Address.parse(f"127.0.0.1:{port}")))) as registration:
            closed.append(registration.key)
            assert await desk.connections()
    with pytest.raises(UnknownTarget):
        await desk.stop(closed[0], None)
    assert (await desk._endpoint_of(closed[1])).address.port == 2


async def test_without_connections_there_is_nothing_to_report(desk: StopDesk) -> None:
    assert connections() == []
    assert await desk.stop(None, None) == []
    assert await desk.connections() == []


async def test_a_connection_that_cannot_be_prepared_does_not_hide_the_others(desk: StopDesk) -> None:
    kept = [register(Endpoint(NOBODY.address, ca_path="/no/such.pem")), register(NOBODY)]
    assert [each.key for each in await desk.connections()] == [each.key for each in kept]
    for registration in kept:
        registration.close()
