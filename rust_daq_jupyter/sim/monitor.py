"""The daemon's only kind of module: a power monitor, which reads one device at a rate; it knows no rpc."""

import asyncio
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.devices.capabilities import Readable
from rust_daq_jupyter.sim.registry import Registry
from rust_daq_jupyter.sim.status import DriverError
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

TYPE_ID, ROLE = "power_monitor", "power_meter"
QUEUED = 100  # with nobody reading, a monitor stalls here
CREATED, CONFIGURED, RUNNING = pb.MODULE_CREATED, pb.MODULE_CONFIGURED, pb.MODULE_RUNNING
PAUSED, STOPPED, FAILED = pb.MODULE_PAUSED, pb.MODULE_STOPPED, pb.MODULE_ERROR


class ModuleError(Exception):
    """What a module cannot do now, in a sentence."""


@dataclass
class Settings:
    """Parameters of a monitor; a threshold that is None is not watched."""

    sample_rate_hz: float = 10.0
    averaging_window_s: float = 1.0
    low_threshold: float | None = None
    high_threshold: float | None = None

    CLAMPS: ClassVar[Mapping[str, tuple[float, float]]] = {
        "sample_rate_hz": (0.1, 100.0),
        "averaging_window_s": (0.1, 60.0),
    }
    NAMES: ClassVar[tuple[str, ...]] = ("sample_rate_hz", "averaging_window_s", "low_threshold", "high_threshold")

    def take(self, given: Mapping[str, str]) -> list[str]:
        """Change what is given; what was said against it. ModuleError for what is no number; then nothing changed."""
        warnings, meant = [], {}
        for name, text in given.items():
            if name not in self.NAMES:
                warnings.append(f"Unknown parameter: {name}")
                continue
            try:
                meant[name] = float(text)
            except ValueError:
                raise ModuleError(f"Invalid value for {name}: {text}") from None
        for name, value in meant.items():
            low, high = self.CLAMPS.get(name, (value, value))
            kept = min(max(value, low), high)
            if kept != value:
                warnings.append(f"{name} clamped to {kept}")
            setattr(self, name, kept)
        return warnings

    def told(self) -> dict[str, str]:
        """As GetModuleConfig tells them: the rate as a whole number."""
        told = {
            "sample_rate_hz": str(int(self.sample_rate_hz)),
            "averaging_window_s": str(self.averaging_window_s),
        }
        for name in ("low_threshold", "high_threshold"):
            if getattr(self, name) is not None:
                told[name] = str(getattr(self, name))
        return told


@dataclass
class Monitor:
    """One module: its state, its settings and device, and two queues, each of which can be taken once."""

    id: str
    name: str
    registry: Registry
    state: pb.ModuleState = CREATED
    settings: Settings = field(default_factory=Settings)
    device_id: str = ""
    start_ns: int = 0
    error: str = ""
    error_ns: int = 0

    def __post_init__(self) -> None:
        self._events: asyncio.Queue[pb.ModuleEvent] = asyncio.Queue(QUEUED)
        self._data: asyncio.Queue[pb.ModuleDataPoint] = asyncio.Queue(QUEUED)
        self._taken: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._going = asyncio.Event()
        self._level = "normal"

    def take_events(self) -> "asyncio.Queue[pb.ModuleEvent] | None":
        """The queue of events, for the first who ever asks."""
        return self._events if self._take("events") else None

    def take_data(self) -> "asyncio.Queue[pb.ModuleDataPoint] | None":
        """The queue of data, for the first who ever asks."""
        return self._data if self._take("data") else None

    def _take(self, name: str) -> bool:
        is_first = name not in self._taken
        self._taken.add(name)
        return is_first

    @property
    def is_ready(self) -> bool:
        """Whether its role is filled, with whatever."""
        return bool(self.device_id)

    def start(self) -> None:
        """Read from now on."""
        if self.state in (RUNNING, PAUSED):
            raise ModuleError("Module is already running")
        if not self.is_ready:
            raise ModuleError(f"Required role not filled: {ROLE}")
        device = self.registry.get(self.device_id)
        if not isinstance(device, Readable):
            raise ModuleError(f"Device '{self.device_id}' is not readable")
        self.start_ns = wall_ns()
        self._going.set()
        self._become(RUNNING)
        self._task = asyncio.create_task(self._watch(device))

    def pause(self) -> None:
        """Read no more for now."""
        if self.state != RUNNING:
            raise ModuleError("Module is not running")
        self._going.clear()
        self._become(PAUSED)

    def resume(self) -> None:
        """Read on."""
        if self.state != PAUSED:
            raise ModuleError("Module is not paused")
        self._going.set()
        self._become(RUNNING)

    def stop(self) -> int:
        """Read no more; nanoseconds since the start."""
        if self.state not in (RUNNING, PAUSED):
            raise ModuleError("Module is not running")
        self.close()
        self._become(STOPPED)
        return wall_ns() - self.start_ns

    def close(self) -> None:
        """It ends."""
        if self._task:
            self._task.cancel()

    def _become(self, state: pb.ModuleState) -> None:
        before, self.state = self.state, state
        words = [pb.ModuleState.Name(item).removeprefix("MODULE_").lower() for item in (before, state)]
        self._say("state_change", pb.INFO, f"{words[0]} -> {words[1]}", {"from": words[0], "to": words[1]})

    def _say(self, kind: str, severity: pb.ModuleEventSeverity, text: str, data: dict[str, str]) -> None:
        event = pb.ModuleEvent(
            module_id=self.id, event_type=kind, timestamp_ns=wall_ns(), severity=severity, message=text, data=data
        )
        if not self._events.full():
            self._events.put_nowait(event)

    async def _watch(self, device: Readable) -> None:
        window: list[float] = []
        clock = self.registry.clock
        closes_s = clock.now_s() + self.settings.averaging_window_s
        while True:
            await self._going.wait()
            try:
                value = await device.read()
            except DriverError as error:
                self._say("read_error", pb.ERROR, str(error), {})
            else:
                window.append(value)
                self._judge(value)
                await self._tell("power_reading", {"value": value})
            if clock.now_s() >= closes_s and window:
                await self._tell("statistics", self._summary(window))
                window, closes_s = [], clock.now_s() + self.settings.averaging_window_s
            await clock.sleep(1 / self.settings.sample_rate_hz)

    async def _tell(self, kind: str, values: dict[str, float]) -> None:
        point = pb.ModuleDataPoint(module_id=self.id, data_type=kind, timestamp_ns=wall_ns(), values=values)
        await self._data.put(point)  # waits for whoever does not read

    def _summary(self, window: list[float]) -> dict[str, float]:
        return {
            "mean": statistics.fmean(window),
            "std": statistics.pstdev(window),
            "min": min(window),
            "max": max(window),
            "count": len(window),
            "window_size": self.settings.averaging_window_s,
        }

    def _judge(self, value: float) -> None:
        low, high = self.settings.low_threshold, self.settings.high_threshold
        level = "low" if low is not None and value < low else "high" if high is not None and value > high else "normal"
        if level != self._level:
            self._level = level
            severity = pb.INFO if level == "normal" else pb.WARNING
            self._say(f"threshold_{level}", severity, f"Power is {level}: {value}", {"value": str(value)})
