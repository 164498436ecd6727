"""The simulated daemon as a process: how it starts, whom it lets in, what it refuses, how it ends."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time

import grpc
import pytest

from rust_daq_jupyter.wire._generated import daq_pb2, daq_pb2_grpc, health_pb2, health_pb2_grpc
from tests.waits import eventually

pytestmark = pytest.mark.integration

READ = daq_pb2.ReadValueRequest(device_id="mock_power_meter")
STREAM = daq_pb2.StreamValuesRequest(device_id="mock_power_meter", rate_hz=20)
COMMAND = [sys.executable, "-m", "rust_daq_jupyter.sim"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", paths[0], "-keyout", paths[1]),
        ],
        check=True,
        capture_output=True,
    )
    return paths


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_with_streams_open(simulator, number):
    with simulator() as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            await stub.StartStream(daq_pb2.StartStreamRequest(device_id="mock_camera"))
            frames = stub.StreamFrames(daq_pb2.StreamFramesRequest(device_id="mock_camera"))
            streams = [stub.StreamValues(STREAM) for _ in range(5)]
            await asyncio.gather(frames.read(), *(stream.read() for stream in streams))
            daemon.process.send_signal(number)
            assert await asyncio.to_thread(daemon.process.wait, 5) == 0
            for stream in streams:
                assert await stream.code() == grpc.StatusCode.UNAVAILABLE
                assert (await stream.details()).startswith("Stream removed"), "as when a process dies"
        assert {record["code"] for record in daemon.log("StreamValues", "StreamFrames")} == {"CANCELLED"}


def test_standard_output_has_one_line_and_the_log_stands_on_standard_error():
    process = subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    address = process.stdout.readline().split()[-1]
    with grpc.insecure_channel(address) as channel:
        stub = daq_pb2_grpc.HardwareServiceStub(channel)
        stub.ReadValue(READ, timeout=10)
        stub.MoveAbsolute(daq_pb2.MoveRequest(device_id="mock_stage", value=2.5), timeout=10)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert (out, process.returncode) == ("", 0)
    assert "MoveAbsolute device_id=mock_stage value=2.5: OK" in err
    assert "ReadValue" not in err, "reads are not worth a line"
    assert "Traceback" not in err


def test_nobody_has_to_read_standard_error():
    process = subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().split()[-1]
        with grpc.insecure_channel(address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            wide = daq_pb2.DeviceCommandRequest(device_id="x", command="y" * 1000)
            for _ in range(200):
                with pytest.raises(grpc.RpcError, match="UNIMPLEMENTED"):
                    stub.ExecuteDeviceCommand(wide, timeout=5)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_port_in_use_is_one_line_and_an_exit_code(simulator):
    with simulator() as daemon:
        port = daemon.address.rpartition(":")[2]
        second = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 1
    assert second.stdout == ""
    assert len([line for line in second.stderr.splitlines() if line.startswith("rust-daq-jupyter sim:")]) == 1
    assert port in second.stderr
    assert "Traceback" not in second.stderr


def test_a_wrong_fault_is_one_line_and_an_exit_code():
    flags = ["--port", "0", "--fault", "hang:NoSuchRpc"]
    failed = subprocess.run([*COMMAND, *flags], capture_output=True, text=True, timeout=30, check=False)
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert "NoSuchRpc" in failed.stderr


def test_it_ends_with_its_standard_input():
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--until-stdin-closes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline().startswith("listening on ")
        process.stdin.write("anything is ignored\n")
        process.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.stdin.close()
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_does_not_outlive_a_parent_that_was_killed():
    flags = ["--port", "0", "--until-stdin-closes"]
    parent_code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({[*COMMAND, *flags]!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)\n"
        "print(child.pid, child.stdout.readline(), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", parent_code], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline().split()[0])
    parent.kill()
    parent.communicate()
    eventually(lambda: not _runs(child), "the simulator ends with its parent")


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"


async def test_the_token_stands_before_everything(simulator, refused):
    missing, wrong = "missing authorization token", "invalid authentication token"
    with simulator("--token", "sesame") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub, health = daq_pb2_grpc.HardwareServiceStub(channel), health_pb2_grpc.HealthStub(channel)
            with refused(grpc.StatusCode.UNAUTHENTICATED, missing):
                await stub.ReadValue(READ)
            with refused(grpc.StatusCode.UNAUTHENTICATED, missing):
                await health.Check(health_pb2.HealthCheckRequest())
            with refused(grpc.StatusCode.UNAUTHENTICATED, wrong):
                await stub.ReadValue(READ, metadata=[("authorization", "Bearer open")])
            with refused(grpc.StatusCode.UNAUTHENTICATED, missing):
                await stub.StreamValues(STREAM).read()
            assert (await stub.ReadValue(READ, metadata=[("authorization", "Bearer sesame")])).success
            stream = stub.StreamValues(STREAM, metadata=[("x-api-key", "sesame")])
            assert (await stream.read()).device_id == "mock_power_meter"
            stream.cancel()


async def test_tls(simulator, certificate, refused):
    cert, key = certificate
    with simulator("--tls-cert", str(cert), "--tls-key", str(key)) as daemon:
        trusted = grpc.ssl_channel_credentials(cert.read_bytes())
        async with grpc.aio.secure_channel(daemon.address, trusted) as channel:
            assert (await daq_pb2_grpc.HardwareServiceStub(channel).ReadValue(READ, timeout=10)).success
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            with refused(grpc.StatusCode.UNAVAILABLE, "Socket closed"):
                await daq_pb2_grpc.HardwareServiceStub(channel).ReadValue(READ, timeout=10)
        async with grpc.aio.secure_channel(daemon.address, grpc.ssl_channel_credentials()) as channel:
            with refused(grpc.StatusCode.UNAVAILABLE, "CERTIFICATE_VERIFY_FAILED: self signed certificate"):
                await daq_pb2_grpc.HardwareServiceStub(channel).ReadValue(READ, timeout=10)


def test_a_certificate_that_is_not_there_is_one_line(tmp_path):
    flags = ["--port", "0", "--tls-cert", str(tmp_path / "no.pem"), "--tls-key", str(tmp_path / "no.key")]
    failed = subprocess.run([*COMMAND, *flags], capture_output=True, text=True, timeout=30, check=False)
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)


async def test_what_is_not_registered_has_no_words(faithful):
    async with grpc.aio.insecure_channel(faithful) as channel:
        plugins = daq_pb2_grpc.PluginServiceStub(channel)
        nonsense = [channel.unary_unary(f"/daq.{name}/Nothing")(b"") for name in ("NoSuchService", "HardwareService")]
        for rpc in (plugins.ListPlugins(daq_pb2.ListPluginsRequest()), *nonsense):
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await rpc
            assert (caught.value.code(), caught.value.details()) == (grpc.StatusCode.UNIMPLEMENTED, "")


async def test_requests_that_cannot_be_taken(faithful, refused):
    async with grpc.aio.insecure_channel(faithful) as channel:
        read = channel.unary_unary("/daq.HardwareService/ReadValue")
        with refused(grpc.StatusCode.INTERNAL, "failed to decode Protobuf message"):
            await read(b"\xff\xff\xff")
        with refused(grpc.StatusCode.OUT_OF_RANGE, "decoded message length too large: found 4194"):
            await read(daq_pb2.ReadValueRequest(device_id="x" * (4 * 1024 * 1024)).SerializeToString())
        unknown_field = b"\x7a" + bytes((0x80, 0x80, 0xF0, 0x01)) + bytes(0xF0 << 14)
        assert await read(READ.SerializeToString() + unknown_field), "just under 4 MiB is taken"
        stub = daq_pb2_grpc.HardwareServiceStub(channel)
        with refused(grpc.StatusCode.UNIMPLEMENTED):
            await stub.ReadValue(READ, compression=grpc.Compression.Gzip)


async def test_frequent_pings_are_tolerated(faithful):
    options = [
        ("grpc.keepalive_time_ms", 100),
        ("grpc.keepalive_timeout_ms", 1000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.http2.ping_timeout_ms", 1000),
    ]
    async with grpc.aio.insecure_channel(faithful, options=options) as channel:
        stream = daq_pb2_grpc.HardwareServiceStub(channel).StreamValues(
            daq_pb2.StreamValuesRequest(device_id="mock_power_meter", rate_hz=1)
        )
        for _ in range(4):
            assert (await stream.read()).device_id == "mock_power_meter"
        stream.cancel()


async def test_the_log_says_what_was_asked_and_how_it_ended(simulator, refused):
    with simulator() as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            await stub.MoveAbsolute(daq_pb2.MoveRequest(device_id="mock_stage", value=3.25))
            with refused(grpc.StatusCode.NOT_FOUND):
                await stub.MoveAbsolute(daq_pb2.MoveRequest(device_id="nothing", value=float("nan")))
            stream = stub.StreamValues(STREAM)
            await stream.read()
            (open_stream,) = daemon.log("StreamValues")
            assert "code" not in open_stream
            stream.cancel()
            while "code" not in daemon.log("StreamValues")[0]:
                await asyncio.sleep(0.01)
            assert daemon.log("StreamValues")[0]["code"] == "CANCELLED"
        good, bad = daemon.log("MoveAbsolute")
        assert (good["service"], good["code"]) == ("daq.HardwareService", "OK")
        assert good["request"] == {"device_id": "mock_stage", "value": 3.25}
        assert good["peer"].startswith("ipv4:127.0.0.1:")
        assert time.time_ns() - 60e9 < good["time_ns"] <= good["ended_ns"] <= time.time_ns()
        assert (bad["code"], bad["request"]["value"]) == ("NOT_FOUND", "NaN")
        json.dumps(daemon.log())


async def test_a_deadline_ends_the_work(simulator, refused):
    with simulator("--realistic") as daemon:
        async with grpc.aio.insecure_channel(daemon.address) as channel:
            stub = daq_pb2_grpc.HardwareServiceStub(channel)
            far = daq_pb2.MoveRequest(device_id="mock_stage", value=-50, wait_for_completion=True)
            with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
                await stub.MoveAbsolute(far, timeout=0.3)
            while "code" not in daemon.log("MoveAbsolute")[0]:
                await asyncio.sleep(0.01)
            assert daemon.log("MoveAbsolute")[0]["code"] == "CANCELLED"


async def test_daemon_info(faithful):
    async with grpc.aio.insecure_channel(faithful) as channel:
        info = await daq_pb2_grpc.ControlServiceStub(channel).GetDaemonInfo(daq_pb2.DaemonInfoRequest())
    assert (info.version, list(info.features)) == ("0.1.0", ["networking"])
    assert list(info.available_hardware) == ["MockStage", "MockCamera"]


async def test_health(faithful, refused):
    request = health_pb2.HealthCheckRequest
    async with grpc.aio.insecure_channel(faithful) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        services = ("Control", "Hardware", "Module", "Scan", "Preset", "Storage", "RunEngine", "Health")
        for name in ("", *(f"daq.{service}Service" for service in services)):
            assert (await health.Check(request(service=name))).status == 1
        for name in ("daq.PluginService", "nothing"):
            with refused(grpc.StatusCode.NOT_FOUND):
                await health.Check(request(service=name))
        assert [answer.status async for answer in health.Watch(request())] == [1]
        for name, status in (("daq.HardwareService", 1), (f"unknown-{time.time_ns()}", 3)):
            watching = health.Watch(request(service=name))
            assert (await watching.read()).status == status
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(watching.read())), 0.1)
            watching.cancel()
            assert (await health.Check(request(service=name))).status == status, "watching makes a name known"
