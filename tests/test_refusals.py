"""What must be refused is refused before anything is sent, in one line with the remedy; the log proves it."""

import asyncio
import dataclasses
import signal
import subprocess
from decimal import Decimal

import numpy as np
import pytest

from rust_daq_jupyter import connect as blocking_connect
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.errors import (
    BadValue,
    DaemonTimeout,
    DaemonUnreachable,
    DaqError,
    LimitError,
    NotAllowed,
    NotSupported,
    Stopped,
    UnknownDevice,
)

pytestmark = pytest.mark.integration
ACTS = ("MoveAbsolute", "MoveRelative", "SetExposure", "SetParameter", "Trigger", "StartStream")


def readable(error: DaqError) -> bool:
    """One line, with a remedy."""
    return "\n" not in str(error) and bool(error.hint)


@pytest.mark.parametrize("world", ["--faithful", "--realistic"])
async def test_bad_values_are_refused_before_anything_is_sent(simulator, world):
    with simulator(world) as daemon:
        async with await connect(daemon.address) as lab:
            stage, camera, meter = lab["mock_stage"], lab["mock_camera"], lab["mock_power_meter"]
            stage.limits = (0, 20)
            refusals = []
            for act in (
                lambda: stage.move(30),
                lambda: stage.move(float("nan")),
                lambda: stage.move("5"),
                lambda: stage.move_by(float("inf")),
                lambda: camera.set_exposure(float("nan")),
                lambda: camera.set_exposure(-1),
                lambda: camera.set("exposure_s", float("nan")),
                lambda: stage.set("position", 21),
                lambda: lab.scan([meter], stage, 0, 21, 3),
                lambda: lab.scan([meter], stage, 0, 10, 0),
                lambda: lab.scan([], stage, 0, 10, 3),
                lambda: lab.scan([meter], stage, 0, float("nan"), 3),
            ):
                with pytest.raises(BadValue) as refused:
                    await act()
                refusals.append(refused.value)
        assert all(readable(error) for error in refusals)
        assert isinstance(refusals[0], LimitError)
        assert "mock_stage" in str(refusals[0])
        assert daemon.log(*ACTS) == []


async def test_wrong_ids_and_wrong_verbs_name_what_there_is(simulator):
    with simulator("--faithful") as daemon:
        async with await connect(daemon.address) as lab:
            with pytest.raises(UnknownDevice, match="mock_stage") as unknown:
                lab["mock_stagge"]
            with pytest.raises(NotSupported, match="mock_power_meter") as unable:
                await lab["mock_power_meter"].move(1)
            with pytest.raises(NotSupported, match="mock_stage"):
                lab.count([lab["mock_stage"]], 3)
            assert not hasattr(lab["mock_power_meter"], "move")
        assert readable(unknown.value)
        assert readable(unable.value)
        assert daemon.log(*ACTS) == []


async def test_a_read_only_connection_acts_on_nothing(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address, read_only=True) as lab:
            stage, camera, meter = lab["mock_stage"], lab["mock_camera"], lab["mock_power_meter"]
            for act in (
                lambda: stage.move(1),
                lambda: camera.start(),
                lambda: camera.set_exposure(10),
                lambda: camera.set("exposure_s", 0.01),
                lambda: camera.trigger(),
                lambda: camera.snapshot(),
                lambda: lab.scan([meter], stage, 0, 1, 3),
            ):
                with pytest.raises(NotAllowed, match="read-only"):
                    await act()
            assert isinstance(await meter.read(), float)
        assert daemon.log(*ACTS) == []


async def test_nobody_there():
    with pytest.raises(DaemonUnreachable, match=r"127\.0\.0\.1:9") as refused:
        await connect("127.0.0.1:9", timeout=3)
    assert readable(refused.value)


async def test_a_missing_or_wrong_token(simulator):
    with simulator("--faithful", "--token", "s3cret") as daemon:
        for token in (None, "wrong"):
            with pytest.raises(NotAllowed) as refused:
                await connect(daemon.address, token=token)
            assert readable(refused.value)
            assert "token" in str(refused.value)
            assert "s3cret" not in str(refused.value)
        async with await connect(daemon.address, token="s3cret") as lab:
            assert "s3cret" not in repr(lab.client)
            assert await lab["mock_stage"].position() == pytest.approx(0, abs=1e9)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1 and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


async def test_tls_against_plain_text_and_the_reverse(simulator, certificate):
    path, key = certificate
    with simulator("--faithful", "--tls-cert", str(path), "--tls-key", str(key)) as daemon:
        async with await connect(daemon.address, tls=path) as lab:
            assert "mock_stage" in lab
        for tls in (False, True):
            with pytest.raises(DaemonUnreachable) as refused:
                await connect(daemon.address, tls=tls, timeout=3)
            assert readable(refused.value)
    with simulator("--faithful") as plain, pytest.raises(DaemonUnreachable) as refused:
        await connect(plain.address, tls=path, timeout=3)
    assert readable(refused.value)


async def test_a_daemon_killed_during_a_move_is_told_and_the_move_not_repeated(simulator):
    with simulator("--realistic") as daemon:
        lab = await connect(daemon.address)
        stage = lab["mock_stage"]
        await stage.move(-50)
        status = stage.move(50)
        while len(daemon.log("MoveAbsolute")) < 2:
            await asyncio.sleep(0)
        daemon.process.kill()
        with pytest.raises(DaemonUnreachable) as lost:
            await asyncio.wait_for(_done(status), 10)
        assert readable(lost.value)
        assert "mock_stage" in str(lost.value)
        assert [record["request"]["value"] for record in daemon.log("MoveAbsolute")] == [-50, 50]
        await lab.close()


async def test_a_frozen_daemon_is_noticed_by_its_streams(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            stream = lab.client.stream_values("mock_power_meter", 20)
            await anext(stream)
            daemon.process.send_signal(signal.SIGSTOP)
            with pytest.raises(DaemonUnreachable) as lost:
                await asyncio.wait_for(_drained(stream), 20)
            assert readable(lost.value)
            daemon.process.send_signal(signal.SIGCONT)


async def _done(status):
    await status


async def _drained(stream):
    async for _ in stream:
        pass


async def test_an_assignment_never_takes_the_place_of_a_verb(simulator):
    with simulator("--realistic", "--speed", "10") as daemon:
        async with await connect(daemon.address) as lab:
            stage, camera, laser = lab["mock_stage"], lab["mock_camera"], lab["mock_laser"]
            for device, name, value, remedy in (
                (stage, "position", 3.2, r"await device\.move\(3\.2\)"),
                (camera, "exposure_ms", 5, r"await device\.set_exposure\(5\)"),
                (laser, "wavelength_nm", 800, r"await device\.set_wavelength\(800\)"),
                (laser, "is_emitting", True, "start_emission"),
                (laser.axis("wavelength_nm"), "position", 800, r"await axis\.move\(800\)"),
                (stage, "limit", (0, 20), "Did you mean limits"),
                (laser.axis("wavelength_nm"), "limit", (0, 20), "Did you mean limits"),
                (stage, "move", 3.2, "Call move"),
                (stage, "units", "m", "only be read"),
                (stage, "wavelength_nm", 800, "movable"),
            ):
                with pytest.raises(NotSupported, match=remedy) as refused:
                    setattr(device, name, value)
                assert readable(refused.value)
                assert device.id in str(refused.value)
            assert daemon.log(*ACTS, "SetWavelength") == []
            stage.limits, stage.in_position = (0, 20), 0.02
            await stage.move(3.2)
            assert await stage.position() == pytest.approx(3.2, abs=0.02)


def test_an_assignment_to_a_blocking_device_is_obeyed_or_refused(simulator):
    with simulator("--realistic") as daemon, blocking_connect(daemon.address) as lab:
        stage = lab["mock_stage"]
        for name, remedy in (("limit", "Did you mean limits"), ("move", "Call move"), ("is_moving", "only be read")):
            with pytest.raises(NotSupported, match=remedy):
                setattr(stage, name, 5)
        stage.limits = (0, 20)
        assert stage.limits == (0, 20)
        assert daemon.log(*ACTS) == []


async def test_stop_passes_on_a_read_only_connection(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab, await connect(daemon.address, read_only=True) as onlooker:
            status = lab["mock_stage"].move(90)
            while not daemon.log("MoveAbsolute"):
                await asyncio.sleep(0)
            rest = await onlooker["mock_stage"].stop()
            assert rest < 90
            assert any("code" in record for record in daemon.log("StopMotion"))
            with pytest.raises(Stopped):
                await status
            assert await lab["mock_stage"].position() == pytest.approx(rest, abs=0.1)


async def test_a_driver_without_stop_says_so_to_a_read_only_connection_too(faithful):
    async with await connect(faithful, read_only=True) as onlooker:
        with pytest.raises(NotSupported, match="no stop"):
            await onlooker["mock_stage"].stop()


async def test_a_parameter_outside_its_known_limits_is_not_sent(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            camera, laser = lab["mock_camera"], lab["mock_laser"]
            for device, name, value in (
                (laser, "wavelength_nm", 5000.0),
                (laser, "wavelength_nm", 5000),
                (camera, "exposure_s", 99_000),
            ):
                with pytest.raises(LimitError, match="outside") as refused:
                    await device.set(name, value)
                assert readable(refused.value)
            known = camera.info.metadata
            for low, high, wanted, words in ((None, 100.0, 500, "above 100 ms"), (5.0, None, 1, "below 5 ms")):
                limits = dataclasses.replace(known, min_exposure_ms=low, max_exposure_ms=high)
                camera.info = dataclasses.replace(camera.info, metadata=limits)
                with pytest.raises(LimitError, match=words):
                    await camera.set_exposure(wanted)
        assert daemon.log(*ACTS) == []


async def test_limits_hold_for_whatever_numpy_calls_a_number(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            camera, output = lab["mock_camera"], lab["mock_daq_output"]
            camera.axis("exposure_s").limits = (0.01, 0.1)
            for act in (
                lambda: output.set("voltage", np.array(50.0)),
                lambda: camera.set("exposure_s", np.array(5.0)),
                lambda: camera.set_exposure(5000),
                lambda: camera.axis("exposure_ms").move(5000),
            ):
                with pytest.raises(LimitError, match="outside"):
                    await act()
        assert daemon.log(*ACTS) == []


async def test_a_span_of_time_is_no_position(simulator):
    span = np.timedelta64(5, "ns")
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            stage, camera, meter = lab["mock_stage"], lab["mock_camera"], lab["mock_power_meter"]
            for act in (
                lambda: stage.move(span),
                lambda: stage.move_by(span),
                lambda: stage.move(1, timeout=span),
                lambda: stage.set("position", span),
                lambda: camera.set_exposure(span),
                lambda: lab.scan([meter], stage, span, 10, 3),
                lambda: meter.readings(span),
            ):
                with pytest.raises(BadValue):
                    await act()
        assert daemon.log(*ACTS) == []


@pytest.mark.parametrize("id_", [["mock_stage"], {}, np.array(3), pytest.param(10**5000, id="huge"), None, "mock_stag"])
async def test_whatever_is_no_id_is_an_unknown_device(realistic, id_):
    async with await connect(realistic) as lab:
        with pytest.raises(UnknownDevice) as refused:
            lab[id_]
        assert readable(refused.value)
        assert id_ not in lab
        if not isinstance(id_, str):
            with pytest.raises(BadValue, match="no preset"):
                await lab.load_preset(id_)


@pytest.mark.parametrize("nonsense", [[1.0], {}, np.array(3.0), Decimal("sNaN")])
async def test_rates_and_qualities_that_nothing_can_be_looked_up_by_are_bad_values(realistic, nonsense):
    async with await connect(realistic) as lab:
        stage, camera, meter = lab["mock_stage"], lab["mock_camera"], lab["mock_power_meter"]
        for stream in (stage.positions, stage.states, meter.readings, lambda quality: camera.frames(10, quality)):
            with pytest.raises(BadValue):
                stream(nonsense)


@pytest.mark.parametrize("timeout", [1e300, 10**400, float("nan"), True, "3", -1, np.timedelta64(5, "ns")])
async def test_connecting_takes_seconds_that_can_be_waited_for(realistic, timeout):
    with pytest.raises(BadValue, match="timeout"):
        await connect(realistic, timeout=timeout)


async def test_timeouts_limits_and_names_that_make_no_sense_are_bad_values(simulator):
    with simulator("--realistic") as daemon:
        async with await connect(daemon.address) as lab:
            stage, camera, axis = lab["mock_stage"], lab["mock_camera"], lab["mock_laser"].axis("wavelength_nm")
            for nonsense in ("5", float("nan"), Decimal(5), -1, True, [], 10**5000):
                for act in (
                    lambda value=nonsense: stage.move(1, timeout=value),
                    lambda value=nonsense: stage.move_by(1, timeout=value),
                    lambda value=nonsense: axis.move(800, timeout=value),
                    lambda value=nonsense: camera.snapshot(value),
                ):
                    with pytest.raises(BadValue, match="timeout") as refused:
                        await act()
                    assert readable(refused.value)
            for limits in (5, (1,), "ab", (0, None)):
                with pytest.raises(BadValue, match="limit"):
                    axis.limits = limits
            for name in (5, [], None, "", {}):
                for act in (stage.get, lambda value: stage.set(value, 1.0), stage.command, stage.axis):
                    with pytest.raises(BadValue, match="no name") as refused:
                        await act(name)
                    assert readable(refused.value)
        assert daemon.log(*ACTS, "SetWavelength", "GetParameter", "ExecuteDeviceCommand") == []


def test_the_options_of_a_move_are_named(simulator):
    with simulator("--realistic") as daemon:
        with blocking_connect(daemon.address) as lab:
            for act in (lab["mock_stage"].move, lab["mock_stage"].move_relative):
                for option in ("um", 5, True):
                    with pytest.raises(TypeError, match="positional"):
                        act(100, option)
        assert daemon.log(*ACTS) == []


async def test_an_axis_that_is_late_and_a_status_that_waits_tell_it_in_our_words(simulator):
    with simulator("--realistic", "--fault", "delay:SetWavelength:2") as daemon:
        async with await connect(daemon.address) as lab:
            status = lab["mock_laser"].axis("wavelength_nm").move(900, timeout=0.05)
            with pytest.raises(DaemonTimeout, match="mock_laser"):
                await status
            for nonsense in ("5", float("nan"), Decimal(5), -1):
                with pytest.raises(BadValue, match="timeout"):
                    status.wait(nonsense)


def test_what_cannot_be_called_is_no_subscriber(simulator):
    with simulator("--realistic") as daemon:
        with blocking_connect(daemon.address) as lab:
            for device in (lab["mock_power_meter"], lab["mock_stage"]):
                for nonsense in (5, None, "print"):
                    with pytest.raises(BadValue, match="cannot be called") as refused:
                        device.subscribe(nonsense)
                    assert readable(refused.value)
        assert daemon.log("StreamValues", "SubscribeDeviceState") == []
