"""ControlService: scripts in a bare engine, the state of the machine, and what the daemon says of itself."""

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator

import grpc

from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.clock import Ticks, wall_ns
from rust_daq_jupyter.sim.host import Host
from rust_daq_jupyter.sim.script_text import Block, SyntaxFault, parse
from rust_daq_jupyter.sim.scripts import Execution
from rust_daq_jupyter.sim.status import Refusal
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

VERSION = "0.1.0"
LARGEST_SCRIPT = 1024 * 1024
STATUS_HZ = 10
BUSY_PERCENT = 1.0


class Control:
    """The rpcs of ControlService."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()
        self._scripts: dict[str, tuple[pb.ScriptInfo, Block]] = {}
        self._executions: dict[str, Execution] = {}
        self._host = Host()

    async def close(self) -> None:
        """The daemon ends, and its scripts with it."""
        for execution in self._executions.values():
            execution.stop()

    async def UploadScript(self, request: pb.UploadRequest, call: Call) -> pb.UploadResponse:
        """Keep a script whose syntax is right; nothing else is checked."""
        size = len(request.script_content.encode())
        if size > LARGEST_SCRIPT:
            text = f"Script too large: {size} bytes (max {LARGEST_SCRIPT})"
            return pb.UploadResponse(success=False, error_message=text)
        try:
            block = parse(request.script_content)
        except (SyntaxFault, RecursionError) as error:
            return pb.UploadResponse(success=False, error_message=f"Script validation failed: {error}")
        script_id = str(uuid.uuid4())
        info = pb.ScriptInfo(
            script_id=script_id, name=request.name, upload_time_ns=wall_ns(), metadata=dict(request.metadata)
        )
        self._scripts[script_id] = info, block
        return pb.UploadResponse(script_id=script_id, success=True)

    async def StartScript(self, request: pb.StartRequest, call: Call) -> pb.StartResponse:
        """Execute a script in the background; its parameters are not looked at."""
        if request.script_id not in self._scripts:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"Script not found: {request.script_id}")
        execution = Execution(str(uuid.uuid4()), request.script_id)
        self._executions[execution.id] = execution
        execution.begin(self._scripts[request.script_id][1])
        return pb.StartResponse(started=True, execution_id=execution.id)

    async def StopScript(self, request: pb.StopRequest, call: Call) -> pb.StopResponse:
        """End a running script; one that has ended stays as it was."""
        execution = self._execution(request.execution_id)
        if not execution.stop():
            return pb.StopResponse(stopped=False, message=f"Script is not running (state: {execution.state})")
        return pb.StopResponse(stopped=True, message="Script stopped")

    async def GetScriptStatus(self, request: pb.StatusRequest, call: Call) -> pb.ScriptStatus:
        """How an execution stands."""
        return _status(self._execution(request.execution_id))

    async def ListScripts(self, request: pb.ListScriptsRequest, call: Call) -> pb.ListScriptsResponse:
        """Every script that was kept."""
        return pb.ListScriptsResponse(scripts=[info for info, _ in self._scripts.values()])

    async def ListExecutions(self, request: pb.ListExecutionsRequest, call: Call) -> pb.ListExecutionsResponse:
        """Newest first, of one script or all, in one state or all."""
        wanted = [
            execution
            for execution in reversed(self._executions.values())
            if (not request.HasField("script_id") or execution.script_id == request.script_id)
            and (not request.HasField("state") or execution.state == request.state)
        ]
        return pb.ListExecutionsResponse(executions=[_status(execution) for execution in wanted])

    async def StreamStatus(self, request: pb.StatusRequest, call: Call) -> AsyncGenerator[pb.SystemStatus, None]:
        """Ten times a second whether the machine does anything; its memory in KiB, whatever the field is called."""
        await call.accept()
        async for _ in Ticks(1 / STATUS_HZ):
            used_kib, _total = self._host.memory_kib()
            state = "RUNNING" if self._host.cpu_percent() > BUSY_PERCENT else "IDLE"
            yield pb.SystemStatus(current_state=state, current_memory_usage_mb=used_kib, timestamp_ns=wall_ns())

    async def StreamMeasurements(
        self, request: pb.MeasurementRequest, call: Call
    ) -> AsyncGenerator[pb.DataPoint, None]:
        """Silent for ever: nothing feeds it with devices from a configuration."""
        await call.accept()
        await asyncio.Event().wait()
        yield pb.DataPoint()

    async def GetDaemonInfo(self, request: pb.DaemonInfoRequest, call: Call) -> pb.DaemonInfoResponse:
        """Version, features, and a hardware list that is always the same."""
        return pb.DaemonInfoResponse(
            version=VERSION,
            features=["networking"],
            available_hardware=["MockStage", "MockCamera"],
            uptime_seconds=int(time.monotonic() - self._began_s),
        )

    def _execution(self, execution_id: str) -> Execution:
        if execution_id not in self._executions:
            raise Refusal(grpc.StatusCode.NOT_FOUND, f"Execution not found: {execution_id}")
        return self._executions[execution_id]


def _status(execution: Execution) -> pb.ScriptStatus:
    return pb.ScriptStatus(
        execution_id=execution.id,
        state=execution.state,
        error_message=execution.error,
        start_time_ns=execution.start_ns,
        end_time_ns=execution.end_ns,
        script_id=execution.script_id,
        progress_percent=100 if execution.state == "COMPLETED" else 0,
    )
