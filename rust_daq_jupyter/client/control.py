"""Layer 1, ControlService: scripts, the state of the daemon's machine, and what the daemon says of itself.

Scripts run in an engine without any instrument: they can neither move nor read.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rust_daq_jupyter.client.service import Service
from rust_daq_jupyter.client.streams import Stream
from rust_daq_jupyter.errors import BadValue, Refused
from rust_daq_jupyter.wire import models, scripts
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

LARGEST_SCRIPT = 1024 * 1024
ExecutionState = Literal["running", "completed", "error", "stopped"]


class ControlCalls(Service):
    """The rpcs of ControlService."""

    _control: Any

    async def upload_script(self, content: str, name: str = "", metadata: Mapping[str, str] | None = None) -> str:
        """Gives the daemon a Rhai script of at most 1 MiB; its id. Refused when its syntax is wrong."""
        size = len(content.encode())
        if size > LARGEST_SCRIPT:
            raise BadValue(f"a script of {size} bytes", operation="upload script", hint=f"At most {LARGEST_SCRIPT}")
        request = pb.UploadRequest(script_content=content, name=name, metadata=metadata or {})
        return str((await self._act(self._control.UploadScript, request, "upload script")).script_id)

    async def start_script(self, script_id: str) -> str:
        """Executes a script in the background; the id of the execution. Never repeated."""
        reply = await self._act(self._control.StartScript, pb.StartRequest(script_id=script_id), "start script")
        if not reply.started:
            raise Refused("the daemon did not start the script", operation="start script")
        return str(reply.execution_id)

    async def stop_script(self, execution_id: str) -> None:
        """Ends an execution; Refused when it has ended already."""
        reply = await self._act(self._control.StopScript, pb.StopRequest(execution_id=execution_id), "stop script")
        if not reply.stopped:
            raise Refused(reply.message or "the script does not run", operation="stop script")

    async def get_script_status(self, execution_id: str) -> scripts.Execution:
        """How an execution stands."""
        request = pb.StatusRequest(execution_id=execution_id)
        return scripts.Execution.from_wire(await self._ask(self._control.GetScriptStatus, request, "ask for script"))

    async def list_scripts(self) -> list[scripts.Script]:
        """Every script that the daemon keeps, by name."""
        reply = await self._ask(self._control.ListScripts, pb.ListScriptsRequest(), "list scripts")
        listed = (scripts.Script.from_wire(item) for item in reply.scripts)
        return sorted(listed, key=lambda script: (script.name, script.upload_ns, script.script_id))

    async def list_executions(
        self, script_id: str | None = None, state: ExecutionState | None = None
    ) -> list[scripts.Execution]:
        """Executions, newest first, of one script or all, in one state or all."""
        request = pb.ListExecutionsRequest(script_id=script_id, state=state and state.upper())
        reply = await self._ask(self._control.ListExecutions, request, "list executions")
        listed = (scripts.Execution.from_wire(item) for item in reply.executions)
        return sorted(listed, key=lambda execution: execution.start_ns, reverse=True)

    def stream_status(self) -> Stream[scripts.SystemStatus]:
        """How busy the daemon's machine is, ten times a second. Costly for it: it counts every process each time."""
        return self._stream(
            self._control.StreamStatus, pb.StatusRequest(), scripts.SystemStatus.from_wire, "stream status"
        )

    def stream_measurements(self, channels: Sequence[str] = (), max_rate_hz: int = 10) -> Stream[scripts.Measurement]:
        """What passes through the daemon's pipeline, all channels or some; silent where nothing feeds it.

        The daemon thins out before it looks at the channels, and what waits is old.
        """
        if max_rate_hz < 1:
            raise BadValue(f"a rate of {max_rate_hz} Hz", operation="stream measurements", hint="Give 1 or more")
        request = pb.MeasurementRequest(channels=channels, max_rate_hz=max_rate_hz)
        return self._stream(
            self._control.StreamMeasurements, request, scripts.Measurement.from_wire, "stream measurements"
        )

    async def get_daemon_info(self) -> models.DaemonInfo:
        """Version, features and time since its start."""
        reply = await self._ask(self._control.GetDaemonInfo, pb.DaemonInfoRequest(), "ask for daemon info")
        return models.DaemonInfo.from_wire(reply)
