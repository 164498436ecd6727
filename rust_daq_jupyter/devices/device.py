"""`Device`: what every device can do, and the refusal of what it cannot."""

import difflib
import html
import math
from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.feeds import Feed
from rust_daq_jupyter.client.home import Home
from rust_daq_jupyter.devices import views
from rust_daq_jupyter.devices.arguments import a_name, check_range, finite, is_number
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.devices.last_known import LastKnown
from rust_daq_jupyter.errors import BadValue, NotSupported, Refused, UnknownDevice, one_line
from rust_daq_jupyter.wire.models import (
    DeviceInfo,
    DeviceMetadata,
    DeviceState,
    Parameter,
    ParameterChange,
    StateUpdate,
)
from rust_daq_jupyter.wire.values import Value

# Which verbs come with which capability, so that a missing one can be refused in words.
VERBS: dict[str, tuple[str, ...]] = {
    "movable": ("move", "move_by", "position", "positions", "is_moving", "limits", "in_position", "stop"),
    "readable": ("read", "reading", "values", "readings"),
    "frame_producer": ("snapshot", "frames", "start"),
    "triggerable": ("arm", "trigger"),
    "exposure_controllable": ("exposure_ms", "set_exposure"),
    "wavelength_tunable": ("wavelength_nm", "set_wavelength", "wavelength_limits_nm"),
    "shutter_controllable": ("is_shutter_open", "open_shutter", "close_shutter"),
    "emission_controllable": ("is_emitting", "start_emission", "stop_emission"),
}

CHANGES_KEPT = 256

# Which panel shows a device: the first of its capabilities that stands here.
PANELS = {
    "movable": "motor",
    "frame_producer": "camera",
    "emission_controllable": "laser",
    "shutter_controllable": "laser",
    "readable": "detector",
    "wavelength_tunable": "laser",
}


class Device(Guarded):
    """A device of the daemon, on the event loop its connection lives on.

    Attributes:
        id, name, kind, capabilities, metadata: as the daemon lists it.
        last: newest value seen, for tables and panels; it asks nobody.
        held_by: the run that holds it, None when it is free.
        trouble: why it could not be asked when the connection was made; empty when it could.
        parameters_known: what it said of its parameters when it was met, by name.
    """

    _plain = frozenset(("client", "info", "last", "held_by", "trouble", "parameters_known", "can_stop"))
    _instead: ClassVar[dict[str, str]] = {
        "position": "Use await device.move({})",
        "exposure_ms": "Use await device.set_exposure({})",
        "wavelength_nm": "Use await device.set_wavelength({})",
        "is_shutter_open": "Use await device.open_shutter() or close_shutter()",
        "is_emitting": "Use await device.start_emission() or stop_emission()",
    }

    def __init__(self, client: AsyncClient, info: DeviceInfo) -> None:
        self.client = client
        self.info = info
        self.last = LastKnown()
        self.held_by: str | None = None
        self.trouble = ""
        self.parameters_known: dict[str, Parameter] = {}
        self._axes: dict[str, Any] = {}

    id = property(lambda self: str(self.info.id), doc="The id, unique at its daemon.")
    name = property(lambda self: one_line(self.info.name), doc="The name in words, in one line.")
    kind = property(lambda self: str(self.info.kind), doc='What it is: "stage", "camera", "power_meter", …')

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What it can do, in the daemon's words: movable, readable, frame_producer, …"""
        return self.info.capabilities

    @property
    def metadata(self) -> DeviceMetadata:
        """Units, limits and sizes that its driver gives; None where it gives none."""
        return self.info.metadata

    @property
    def home(self) -> Home:
        """The loop it lives on."""
        return self.client.home

    @property
    def read_only(self) -> bool:
        """Whether its connection refuses every act."""
        return self.client.read_only

    def __repr__(self) -> str:
        """Id, name and capabilities."""
        return in_words(self)

    def _repr_html_(self) -> str:
        """The device as a notebook shows it."""
        return in_html(self, self)

    def __getattr__(self, verb: str) -> NoReturn:
        """Refuses the verbs of capabilities that this device lacks, naming what it can do."""
        needed = next((capability for capability, verbs in VERBS.items() if verb in verbs), None)
        if needed is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {verb!r}")
        info = self.__dict__.get("info")
        raise lacking(info, verb, needed) if info else AttributeError(verb)

    async def state(self) -> DeviceState:
        """Everything it says of itself, read now."""
        return await self.client.get_device_state(self.id)

    def states(self, rate_hz: float = 5) -> Feed[StateUpdate]:
        """Its fields whenever they change, looked at `rate_hz` times a second (100 at most); newest wins."""
        return self.client.feeds.feed(
            ("states", self.id, rate_hz),
            lambda: self.client.subscribe_device_state([self.id], rate_hz),
            has_snapshot=True,
        )

    async def describe(self) -> list[Parameter]:
        """Its parameters, sorted by name."""
        return await self.client.list_parameters(self.id)

    async def get(self, name: str) -> Value:
        """A parameter's value; None stands for NaN."""
        a_name(name, "get", self.id)
        try:
            return await self.client.get_parameter(self.id, name)
        except UnknownDevice:
            raise await self._unknown_parameter(name) from None

    async def set(self, name: str, value: Value) -> Value:
        """Writes a parameter; what the daemon says it is now.

        Raises:
            BadValue: NaN or infinity.
            LimitError: outside the limits that are known of it; nothing was sent.
            Refused: of the wrong type, out of range or read-only, in the daemon's words.
        """
        self.check_free(f"set {a_name(name, 'set', self.id)}")
        if isinstance(value, float) and not math.isfinite(value):
            raise BadValue(f"{name} = {value}", operation="set", device=self.id, hint="Nothing was sent")
        self.check_parameter(name, value)
        try:
            return await self.client.set_parameter(self.id, name, value)
        except UnknownDevice:
            raise await self._unknown_parameter(name) from None

    def changes(self) -> Feed[ParameterChange]:
        """Changes of its parameters as they happen, with their source; up to 256 wait for a slow reader."""
        return self.client.feeds.feed(
            ("changes", self.id), lambda: self.client.stream_parameter_changes(self.id), size=CHANGES_KEPT
        )

    async def stage(self) -> bool:
        """Prepares it for a run."""
        self.check_free("stage")
        return await self.client.stage_device(self.id)

    async def unstage(self) -> None:
        """Undoes `stage()`."""
        self.check_free("unstage")
        await self.client.unstage_device(self.id)

    async def command(self, name: str, **args: Value) -> Value:
        """Sends a command of its driver's own; what it answers. Never repeated."""
        self.check_free(a_name(name, "command", self.id))
        return await self.client.execute_device_command(self.id, name, **args)

    def panel(self) -> Any:
        """The panel for what it can do: motor, camera, laser or detector; the same one every time.

        A motor's page asks once more before a move farther than `panel.confirm_above`, in its units (half its limits'
        span unless you set it, None for never). With `panel.hold_to_jog = True` it moves for as long as − or + is held.
        What else can be set: docs/cockpit.md.
        """
        kind = next((name for capability, name in PANELS.items() if capability in self.capabilities), "parameters")
        return views.show(kind, self)

    def parameters(self) -> Any:
        """Every parameter of it, editable and live."""
        return views.show("parameters", self)

    async def prepare(self) -> None:
        """Learns what the daemon's list does not tell: units and limits that only its parameters know."""
        if "parameterized" in self.capabilities:
            self.parameters_known = {item.name: item for item in await self.describe()}

    def parameter_units(self, name: str) -> str:
        """The units of a parameter, "" where it is not known."""
        parameter = self.parameters_known.get(name)
        return parameter.units if parameter else ""

    def parameter_limits(self, name: str) -> tuple[float, float] | None:
        """The lowest and highest value of a parameter, None where it does not tell both."""
        parameter = self.parameters_known.get(name)
        if parameter is None or parameter.min_value is None or parameter.max_value is None:
            return None
        return parameter.min_value, parameter.max_value

    def check_parameter(self, name: str, value: Any) -> None:
        """Raises LimitError when a number is outside what is known of the parameter; nothing is sent."""
        self.check_own_limits(name, value)
        known = self.parameters_known.get(name)
        if known is not None and is_number(value):
            number, units = finite(value, name, self.id), one_line(known.units)
            check_range(number, known.min_value, known.max_value, name, units, self.id)

    def check_own_limits(self, name: str, value: Any) -> None:
        """Raises LimitError outside the limits that the user gave to the axis of that name; nothing is sent."""
        axis = self._axes.get(name)
        if axis is not None and axis.limits and is_number(value):
            low, high = axis.limits
            check_range(finite(value, name, self.id), low, high, name, axis.units, self.id)

    def axis(self, name: str) -> Any:
        """A number of this device that a scan can move: its position, wavelength, exposure, or a parameter.

        The same object every time, so that limits given to it last.

        Raises:
            Refused: there is no such number; NotSupported: it cannot be written.
        """
        from rust_daq_jupyter.devices.numbers import axis_of  # made of devices

        a_name(name, "axis", self.id)
        if name not in self._axes:
            self._axes[name] = axis_of(self, name)
        return self._axes[name]

    def axis_names(self) -> list[str]:
        """The names that `axis` takes, for forms and completion."""
        from rust_daq_jupyter.devices.numbers import names_of

        return names_of(self)

    def check_free(self, operation: str, by: str | None = None, *, acts: bool = True) -> None:
        """Raises before anything is sent when the connection is read-only or a run holds this device.

        Args:
            operation: the verb, for the error.
            by: the run that asks, which passes when it is the holder.
            acts: whether the operation changes anything, which a read-only connection refuses.
        """
        if acts:
            self.client.check_may_act(operation, self.id)
        if self.held_by is not None and self.held_by != by:
            raise Refused(
                f"run {self.held_by} holds it", operation=operation, device=self.id, hint="Wait for it, or abort it"
            )

    async def _unknown_parameter(self, name: str) -> Refused:
        known = [item.name for item in await self.describe()]
        return Refused(f"no parameter {name!r}", device=self.id, hint=nearest(name, known))


def in_words(device: Any) -> str:
    """A device of either surface in one line: class, id, name and capabilities, cut where they are too long."""
    can = one_line(", ".join(device.capabilities), 200)
    return f"<{type(device).__name__} {one_line(device.id)} ({device.name}): {can}>"


def in_html(device: Any, known: Device) -> str:
    """The same for a notebook, with the value last seen, which the device behind a surface knows; all of it is text."""
    last, name = known.last, one_line(device.name, 80)
    said = f"{last.value:.6g} {getattr(device, 'units', '')}".rstrip() if last.value is not None else ""
    seen = f"{said}, {last.age_s:.0f} s ago. " if said else ""
    what = f"{type(device).__name__}, {name}" if name and name != device.id else type(device).__name__
    can = one_line(", ".join(device.capabilities), 200)
    texts = (one_line(device.id), f" {what}. {seen}", f"Can: {can}." if can else "")
    first, second, rest = (html.escape(text) for text in texts)
    return f"<b>{first}</b>{second}<br>{rest}"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known words nearest to a wrong one."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5) or names[:5]
    return f"Did you mean {' or '.join(close)}?" if close else "There is none"


def lacking(info: DeviceInfo, verb: str, capability: str) -> NotSupported:
    """The refusal of a verb that a device's capabilities do not give."""
    can = ", ".join(info.capabilities) or "nothing"
    return NotSupported(f"{info.id} is not {capability}", operation=verb, device=info.id, hint=f"It is {can}")
