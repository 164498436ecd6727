"""client/client.py: where a client turns to, what it shows of itself, and that a token stays with it."""

import asyncio
import contextlib
import logging
import traceback

import psutil
import pytest

from rust_daq_jupyter import AsyncClient, connect
from rust_daq_jupyter.aio import connect as awaited_connect
from rust_daq_jupyter.client import simulated
from rust_daq_jupyter.errors import BadValue, DaqError, NotAllowed, NotConnected
from tests.waits import eventually

TOKEN = "s3cret-t0ken"


def children():
    return {child.pid for child in psutil.Process().children()}


@pytest.mark.integration
async def test_sim_is_an_address_like_any_other(monkeypatch):
    before = children()
    async with AsyncClient("sim-faithful") as client:
        assert len(children() - before) == 1
        assert [device.id for device in await client.list_devices()] == [
            "mock_camera",
            "mock_power_meter",
            "mock_stage",
        ]
        assert "127.0.0.1" in repr(client)
    assert not children() - before
    monkeypatch.setenv("RUST_DAQ_ADDRESS", "sim")
    async with await awaited_connect() as lab:
        assert "mock_laser" in lab
    assert not children() - before


@pytest.mark.integration
async def test_a_simulation_that_nobody_waits_for_any_more_ends():
    before = children()
    starting = asyncio.create_task(simulated.started("sim-faithful"))
    while not children() - before:
        await asyncio.sleep(0.01)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    async with asyncio.timeout(20):
        while children() - before:
            await asyncio.sleep(0.05)


@pytest.mark.integration
@pytest.mark.parametrize("token", [TOKEN, f"Bearer {TOKEN}", f"ApiKey {TOKEN}"])
async def test_a_token_opens_and_shows_itself_nowhere(simulator, token, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("RUST_DAQ_TOKEN", "wrong")
    with simulator("--token", TOKEN) as daemon:
        async with await awaited_connect(daemon.address, token=token) as lab:
            shown = [repr(lab), lab._repr_html_(), repr(lab.client), repr(lab.client.endpoint)]
            with contextlib.suppress(DaqError):
                await lab.client.get_parameter("nobody", "nothing")
        with pytest.raises(NotAllowed) as refused:
            await awaited_connect(daemon.address)
        shown += ["".join(traceback.format_exception(refused.value)), repr(refused.value), caplog.text]
        assert not any(secret in text for secret in (TOKEN, "wrong") for text in shown)
        assert "RUST_DAQ_TOKEN" in str(refused.value)


@pytest.mark.integration
def test_a_change_of_state_is_told_to_who_listens(simulator):
    heard = []
    with simulator() as daemon, connect(daemon.address) as lab:
        lab.listen(heard.append)
        daemon.process.kill()
        eventually(lambda: heard)
        assert heard == ["reconnecting"]


@pytest.mark.integration
async def test_who_fails_to_listen_harms_nobody_who_does(simulator, caplog):
    heard = []

    def fails(state):
        raise AssertionError(state)

    with simulator() as daemon:
        lab = await awaited_connect(daemon.address)
        lab.listen(fails)
        lab.listen(heard.append)
        for life in (1, 2):
            daemon.restart()
            async with asyncio.timeout(20):
                while heard.count("live") < life:
                    await asyncio.sleep(0.01)
        assert lab.state == "live"
        await lab.close()
    assert heard == ["reconnecting", "live"] * 2 + ["closed"]
    assert len([record for record in caplog.records if "a callback failed" in record.message]) == 1


def test_before_it_is_opened_it_says_so():
    client = AsyncClient("somewhere:1")
    assert repr(client) == "<AsyncClient somewhere:1, closed>"
    for use in (lambda: client.feeds, lambda: client.home, lambda: client.channel, lambda: client._hardware):
        with pytest.raises(NotConnected):
            use()


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("http://daq.lab:1", {"tls": True}),
        ("a b", {}),
        ("daq.lab", {"timeout": 0}),
        ("daq.lab", {"tls": "/no/such.pem"}),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_opened(address, options):
    with pytest.raises(BadValue):
        AsyncClient(address, **options)


def test_https_means_tls_whatever_tls_says():
    assert AsyncClient("https://daq.lab:1").endpoint.tls
    assert AsyncClient("daq.lab:1", tls=True).endpoint.tls
    assert not AsyncClient("http://daq.lab:1").endpoint.tls
