"""A device of any kind as blocking code holds it: its verbs, waited for on the caller's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from rust_daq_jupyter.blocking.axis import Axis
from rust_daq_jupyter.blocking.connection import current
from rust_daq_jupyter.blocking.subscription import Subscription
from rust_daq_jupyter.client.courier import checked
from rust_daq_jupyter.devices import device as aio_device
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire.models import DeviceMetadata, DeviceState, Parameter
from rust_daq_jupyter.wire.numbers import shown
from rust_daq_jupyter.wire.values import Value

if TYPE_CHECKING:
    from rust_daq_jupyter.blocking.lab import Lab

# Verbs of the asynchronous surface that have another name when they block.
_HERE = {"move_by": "move_relative(distance)", "set_wavelength": "wavelength_nm = value"}


class Device(Guarded):
    """A device of any kind, by its id, on the connection that `lab` names or else the current one.

    It has the verbs of every capability it lists.

    Raises:
        NotConnected: there is no connection.
        UnknownDevice: no such id; names the nearest ones.
        NotSupported: the device lacks what the class asks for.
    """

    needs = ""

    def __new__(cls, device_id: str | Device, lab: Lab | None = None) -> Device:
        """The device with all its verbs, whichever class was called; of a device, another handle of it."""
        if isinstance(device_id, Device):
            lab, device_id = lab or device_id._lab, device_id.id
        if not isinstance(device_id, str):
            hint = f"Pass its id as text: {cls.__name__}('mock_stage')"
            raise BadValue(f"{shown(device_id, 40)} is no device", operation=cls.__name__, hint=hint)
        holder = lab or current()
        device = holder.lab[device_id]
        if cls.needs and cls.needs not in device.capabilities:
            raise aio_device.lacking(device.info, cls.__name__, cls.needs)
        made = object.__new__(holder._class_of(device))
        made._lab = holder
        made._device = device
        return made

    _lab: Lab
    _device: Any
    _instead: ClassVar[dict[str, str]] = {
        "is_shutter_open": "Use open_shutter() or close_shutter()",
        "is_emitting": "Use start_emission() or stop_emission()",
    }

    def __getattr__(self, verb: str) -> Any:
        """Refuses what the device lacks, as the asynchronous surface does."""
        if verb.startswith("_") or "_device" not in self.__dict__:
            raise AttributeError(verb)
        if hasattr(type(self._device), verb):
            here = f"; here it is {_HERE[verb]}" if verb in _HERE else ""
            raise AttributeError(f"{verb!r} is a verb of the asynchronous surface{here}")
        return getattr(self._device, verb)

    def __eq__(self, other: object) -> bool:
        """Whether both are handles of the same device on the same connection."""
        return isinstance(other, Device) and self._device is other._device

    def __hash__(self) -> int:
        """The same for equal handles."""
        return hash(self._device)

    def _callable(self, callback: Any) -> Callable[[Any], object]:
        return checked(callback, "subscribe", self.id, " of one value")

    def _wait(self, work: Any) -> Any:
        return self._lab.wait(work)

    id = property(lambda self: str(self._device.id), doc="The id, unique at its daemon.")
    name = property(lambda self: str(self._device.name), doc="The name in words.")
    kind = property(lambda self: str(self._device.kind), doc='What it is: "stage", "camera", …')

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What it can do, in the daemon's words."""
        return tuple(self._device.capabilities)

    @property
    def metadata(self) -> DeviceMetadata:
        """Units, limits and sizes that its driver gives."""
        metadata: DeviceMetadata = self._device.metadata
        return metadata

    @property
    def read_only(self) -> bool:
        """Whether its connection refuses every act."""
        return bool(self._device.read_only)

    def __repr__(self) -> str:
        """Id, name and capabilities."""
        return aio_device.in_words(self)

    def _repr_html_(self) -> str:
        """The device as a notebook shows it."""
        return aio_device.in_html(self, self._device)

    def state(self) -> DeviceState:
        """Everything it says of itself, read now."""
        state: DeviceState = self._wait(self._device.state())
        return state

    def describe(self) -> list[Parameter]:
        """Its parameters, sorted by name."""
        return list(self._wait(self._device.describe()))

    def get(self, name: str) -> Value:
        """A parameter's value."""
        value: Value = self._wait(self._device.get(name))
        return value

    def set(self, name: str, value: Value) -> Value:
        """Writes a parameter; what the daemon says it is now. Writing a motor's `position` is a move."""
        actual: Value = self._wait(self._device.set(name, value))
        return actual

    def stage(self) -> bool:
        """Prepares it for a run."""
        return bool(self._wait(self._device.stage()))

    def unstage(self) -> None:
        """Undoes `stage()`."""
        self._wait(self._device.unstage())

    def command(self, name: str, **args: Value) -> Value:
        """Sends a command of its driver's own; what it answers."""
        answer: Value = self._wait(self._device.command(name, **args))
        return answer

    def axis(self, name: str) -> Device | Axis:
        """A number of this device that a scan can move: its position, wavelength, exposure, or a parameter.

        The same object every time, so that limits given to it last; a motor's `position` is the motor.
        """
        axis = self._lab.home.call(self._device.axis, name)
        return self if axis is self._device else self._lab.twin_of(axis)

    def axis_names(self) -> list[str]:
        """The names that `axis` takes."""
        names: list[str] = self._device.axis_names()
        return names

    def subscribe(self, callback: Callable[[Any], object], rate_hz: float = 5) -> Subscription:
        """Calls `callback` with its newest fields on a worker thread, until the subscription is closed."""
        return Subscription(self._lab.home, lambda: self._device.states(rate_hz), self._callable(callback))

    def parameters(self) -> Any:
        """Every parameter of it, editable; it stays live while a cell blocks."""
        return self._lab.home.call(self._device.parameters)

    def panel(self) -> Any:
        """The panel for what it can do, the same one every time; it stays live while a cell blocks.

        A motor's page asks once more before a move farther than `panel.confirm_above`, in its units (half its limits'
        span unless you set it, None for never). With `panel.hold_to_jog = True` it moves for as long as − or + is held.
        What else can be set: docs/cockpit.md.
        """
        return self._lab.home.call(self._device.panel)
