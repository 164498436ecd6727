"""STOP ALL against engines and scans: a daemon of a few lines that answers over real gRPC as the test tells it."""

import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.stop import prepare, stop_daemon
from rust_daq_jupyter.client.stop_attempt import LIMIT_S
from rust_daq_jupyter.client.stop_channel import close_channels
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

Answer = Callable[[Any, grpc.ServicerContext], Any]


class Daemon(
    daq_pb2_grpc.HardwareServiceServicer, daq_pb2_grpc.RunEngineServiceServicer, daq_pb2_grpc.ScanServiceServicer
):
    """Two stages and a camera; an idle engine and no scans, unless `engine` and `scans` say otherwise."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.scans: dict[str, int] = {}
        self.engine: Answer = self.is_idle
        self.stopping: Answer = self.counts
        self.listing: Answer = self.everything
        self.ending: Answer = lambda request, _: pb.StopScanResponse(success=True)
        self.answers_again = threading.Event()
        self.both_stopped = threading.Event()
        self._server = grpc.server(ThreadPoolExecutor(8))
        daq_pb2_grpc.add_HardwareServiceServicer_to_server(self, self._server)
        daq_pb2_grpc.add_RunEngineServiceServicer_to_server(self, self._server)
        daq_pb2_grpc.add_ScanServiceServicer_to_server(self, self._server)
        self.endpoint = Endpoint(Address.parse(f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"))
        self._server.start()

    def close(self) -> None:
        self.answers_again.set()
        self._server.stop(None).wait()

    def everything(self, request: Any, context: Any) -> pb.ListDevicesResponse:
        metadata = pb.DeviceMetadata(position_units="mm")
        stages = [pb.DeviceInfo(id=name, capabilities=["movable"], metadata=metadata) for name in ("y", "x")]
        return pb.ListDevicesResponse(devices=[*stages, pb.DeviceInfo(id="camera", capabilities=["triggerable"])])

    def is_idle(self, request: Any, context: Any) -> Any:
        context.abort(grpc.StatusCode.INTERNAL, "Failed to abort plan: engine is idle")

    def hangs(self, request: Any, context: Any) -> Any:
        self.answers_again.wait()
        context.abort(grpc.StatusCode.INTERNAL, "too late")

    def ListDevices(self, request: Any, context: Any) -> Any:
        return self.listing(request, context)

    def StopMotion(self, request: Any, context: Any) -> Any:
        self.asked.append(f"stop {request.device_id}")
        if {"stop x", "stop y"} <= set(self.asked):
            self.both_stopped.set()
        return self.stopping(request, context)

    def counts(self, request: Any, context: Any) -> Any:
        times = self.asked.count(f"stop {request.device_id}")
        return pb.StopMotionResponse(success=True, stopped_position=float(times))

    def AbortPlan(self, request: Any, context: Any) -> Any:
        self.asked.append(f"abort plan {request.run_uid!r}")
        return self.engine(request, context)

    def HaltEngine(self, request: Any, context: Any) -> Any:
        self.asked.append("halt")
        return pb.HaltEngineResponse(halted=True)

    def ListScans(self, request: Any, context: Any) -> Any:
        scans = [pb.ScanStatus(scan_id=name, state=state) for name, state in self.scans.items()]
        return pb.ListScansResponse(scans=scans)

    def StopScan(self, request: Any, context: Any) -> Any:
        self.asked.append(f"stop {request.scan_id} emergency={request.emergency_stop}")
        return self.ending(request, context)


@pytest.fixture
def daemon(folder: Path) -> Iterator[Daemon]:
    daemon = Daemon()
    yield daemon
    close_channels()
    daemon.close()


def stop_all(daemon: Daemon) -> list[StopReport]:
    return stop_daemon(daemon.endpoint, None, by="shell")


def rows(reports: list[StopReport]) -> list[tuple[str, str, float | None]]:
    return [(report.device, report.outcome, report.position) for report in reports]


def test_an_idle_engine_may_refuse_and_is_never_halted(daemon: Daemon) -> None:
    assert rows(stop_all(daemon)) == [("x", "stopped", 1.0), ("y", "stopped", 1.0)]
    assert sorted(daemon.asked) == ["abort plan ''", "stop x", "stop y"]


def test_a_refusal_as_a_reply_counts_as_one(daemon: Daemon) -> None:
    daemon.engine = lambda request, _: pb.AbortPlanResponse(success=False, error_message="idle")
    assert rows(stop_all(daemon)) == [("x", "stopped", 1.0), ("y", "stopped", 1.0)]


def test_a_plan_is_aborted_and_the_move_it_may_have_sent_meanwhile_stopped_too(daemon: Daemon) -> None:
    def abort(request: Any, context: Any) -> Any:
        assert daemon.both_stopped.wait(10)
        daemon.asked.append("aborted")
        return pb.AbortPlanResponse(success=True)

    daemon.engine = abort
    assert [each.outcome for each in stop_all(daemon)] == ["stopped", "stopped"]
    assert {"stop x", "stop y"} <= set(daemon.asked[daemon.asked.index("aborted") :])


def test_scans_under_way_are_stopped_at_once_and_others_left_alone(daemon: Daemon) -> None:
    states = ("CREATED", "RUNNING", "PAUSED", "COMPLETED", "STOPPED", "ERROR")

    def end(request: Any, context: Any) -> Any:
        assert daemon.both_stopped.wait(10)
        daemon.asked.append("ended")
        return pb.StopScanResponse(success=True)

    daemon.ending = end
    daemon.scans = {state.lower(): pb.ScanState.Value(f"SCAN_{state}") for state in states}
    assert [each.outcome for each in stop_all(daemon)] == ["stopped", "stopped"]
    endings = [line for line in daemon.asked if "emergency" in line]
    assert sorted(endings) == ["stop paused emergency=True", "stop running emergency=True"]
    assert {"stop x", "stop y"} <= set(daemon.asked[daemon.asked.index("ended") :])


def test_one_device_leaves_plans_and_scans_to_go_on(daemon: Daemon) -> None:
    daemon.scans = {"scan-1": pb.SCAN_RUNNING}
    assert rows(stop_daemon(daemon.endpoint, "x", by="panel")) == [("x", "stopped", 1.0)]
    assert daemon.asked == ["stop x"]


def test_a_scan_that_could_not_be_stopped_is_named(daemon: Daemon) -> None:
    daemon.scans = {"scan-1": pb.SCAN_RUNNING, "scan-2": pb.SCAN_RUNNING}

    def refuse(request: Any, context: Any) -> Any:
        if request.scan_id == "scan-1":
            context.abort(grpc.StatusCode.INTERNAL, "executor gone")
        return pb.StopScanResponse(success=False)

    daemon.ending = refuse
    reports = stop_all(daemon)
    assert rows(reports)[:2] == [("x", "stopped", 1.0), ("y", "stopped", 1.0)]
    assert [(each.device, each.outcome, each.message) for each in reports[2:]] == [
        ("scan-1", "failed", "executor gone"),
        ("scan-2", "failed", "the daemon says that it did not"),
    ]


def test_an_engine_that_hangs_holds_up_no_motor_and_is_reported(daemon: Daemon) -> None:
    daemon.engine = daemon.hangs
    reports = stop_all(daemon)
    assert rows(reports) == [("x", "stopped", 1.0), ("y", "stopped", 1.0), ("", "failed", None)]
    assert max(report.elapsed_ms for report in reports[:2]) < LIMIT_S * 1000
    assert "no confirmation" in reports[2].message


def test_known_motors_stop_even_when_the_daemon_no_longer_lists_them(daemon: Daemon) -> None:
    stop_all(daemon)
    daemon.listing = daemon.hangs
    for _ in range(2):
        daemon.asked.clear()
        prepare(daemon.endpoint)
        assert [each.outcome for each in stop_all(daemon)] == ["stopped", "stopped"]
        assert {"stop x", "stop y"} <= set(daemon.asked)


def test_a_device_that_is_gone_is_no_longer_reported(daemon: Daemon) -> None:
    stop_all(daemon)
    x = pb.DeviceInfo(id="x", capabilities=["movable"])
    daemon.listing = lambda request, _: pb.ListDevicesResponse(devices=[x])
    assert [each.device for each in stop_all(daemon)] == ["x"]


def test_where_nothing_can_move_that_is_the_report(daemon: Daemon) -> None:
    daemon.listing = lambda request, _: pb.ListDevicesResponse()
    (report,) = stop_all(daemon)
    assert (report.device, report.outcome, report.message) == ("", "nothing", "nothing here can move")


def test_a_position_that_is_no_number_is_left_out(daemon: Daemon) -> None:
    daemon.stopping = lambda request, _: pb.StopMotionResponse(success=True, stopped_position=math.nan)
    reports = stop_all(daemon)
    assert rows(reports) == [("x", "stopped", None), ("y", "stopped", None)]
    assert {each.message for each in reports} == {"stopped"}


def test_a_driver_that_says_it_did_not_stop_is_believed(daemon: Daemon) -> None:
    daemon.stopping = lambda request, _: pb.StopMotionResponse(success=False, stopped_position=3.0)
    assert rows(stop_all(daemon)) == [("x", "failed", None), ("y", "failed", None)]
