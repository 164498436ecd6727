"""Devices as blocking code holds them: the same verbs, waited for on the caller's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from numpy.typing import NDArray

from rust_daq_jupyter.blocking.axis import Axis
from rust_daq_jupyter.blocking.connection import current
from rust_daq_jupyter.blocking.subscription import Subscription
from rust_daq_jupyter.client.courier import checked
from rust_daq_jupyter.devices import camera as aio_camera
from rust_daq_jupyter.devices import detector as aio_detector
from rust_daq_jupyter.devices import device as aio_device
from rust_daq_jupyter.devices import laser as aio_laser
from rust_daq_jupyter.devices import motor as aio_motor
from rust_daq_jupyter.devices.factory import combined
from rust_daq_jupyter.devices.guard import Guarded
from rust_daq_jupyter.devices.status import Status
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire.models import DeviceMetadata, DeviceState, Parameter, Reading
from rust_daq_jupyter.wire.numbers import shown
from rust_daq_jupyter.wire.values import Value

if TYPE_CHECKING:
    from rust_daq_jupyter.blocking.lab import Lab

T = TypeVar("T")

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
        device = (lab or current()).lab[device_id]
        if cls.needs and cls.needs not in device.capabilities:
            raise aio_device.lacking(device.info, cls.__name__, cls.needs)
        made = object.__new__(_class_for(type(device)))
        made._lab = lab or current()
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


class Motor(Device):
    """A movable device; every verb that moves blocks until it has settled, unless `wait=False`."""

    needs = "movable"
    _device: aio_motor.Motor

    @property
    def position(self) -> float:
        """Where it is now, in its units; setting it moves and waits."""
        return float(self._wait(self._device.position()))

    @position.setter
    def position(self, position: float) -> None:
        self.move(position)

    @property
    def units(self) -> str:
        """The units of its position."""
        return self._device.units

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lowest and highest position that may be asked for; your own may be set, None restores the daemon's."""
        return self._device.limits

    @limits.setter
    def limits(self, limits: tuple[float, float] | None) -> None:
        self._device.limits = limits

    @property
    def in_position(self) -> float:
        """How near to its target a move must end, in its units, not to count as stopped by someone; may be set."""
        return self._device.in_position

    @in_position.setter
    def in_position(self, distance: float) -> None:
        self._device.in_position = distance

    @property
    def is_moving(self) -> bool:
        """Whether it moves."""
        return bool(self._wait(self._device.is_moving()))

    def move(self, position: float, *, wait: bool = True, timeout: float | None = None) -> Status:
        """Moves it; with `wait=False` the Status is under way when this returns. An interrupt stops the motor.

        Args:
            position: target in its units, inside the limits.
            wait: whether to block until it has settled.
            timeout: seconds after which it is stopped and the move fails; None waits however long.
        """
        return self._lab.move(lambda: self._device.move(position, timeout=timeout), wait)

    def move_relative(self, distance: float, *, wait: bool = True, timeout: float | None = None) -> Status:
        """Moves it by a distance, from the pending target while it moves, else from the readback."""
        return self._lab.move(lambda: self._device.move_by(distance, timeout=timeout), wait)

    def stop(self) -> float:
        """Stops it and ends whatever drives it; where it then stands. It waits for no event loop."""
        return self._lab.stop_motor(self._device)


class Detector(Device):
    """A readable device."""

    needs = "readable"
    _device: aio_detector.Detector

    @property
    def units(self) -> str:
        """The units of its readings."""
        return self._device.units

    def read(self) -> float:
        """Reads it now."""
        return float(self._wait(self._device.read()))

    def reading(self) -> Reading:
        """Reads it now: value, units and the daemon's time."""
        reading: Reading = self._wait(self._device.reading())
        return reading

    def subscribe(self, callback: Callable[[float], object], rate_hz: float = 10) -> Subscription:
        """Calls `callback(value)` on a worker thread for its newest values, until the subscription is closed."""
        return Subscription(self._lab.home, lambda: self._device.values(rate_hz), self._callable(callback))


class Camera(Device):
    """A frame producer."""

    needs = "frame_producer"
    _device: aio_camera.Camera

    def snapshot(self, timeout: float | None = None) -> NDArray[Any]:
        """One picture, of shape (height, width); starts and stops the stream if it was not running.

        Several at a time, of several threads, are taken one after the other.
        """
        picture: NDArray[Any] = self._wait(self._device.snapshot(timeout))
        return picture

    def start(self) -> None:
        """Starts its stream."""
        self._wait(self._device.start())

    def stop(self) -> None:
        """Stops its stream."""
        self._wait(self._device.stop())


class Triggerable(Device):
    """A device that can be armed and triggered."""

    needs = "triggerable"
    _device: aio_camera.Triggerable

    def arm(self) -> bool:
        """Arms it; whether it is armed now."""
        return bool(self._wait(self._device.arm()))

    def trigger(self) -> float:
        """Triggers it once; seconds since the epoch just before."""
        return float(self._wait(self._device.trigger()))


class Exposed(Device):
    """A device with an exposure time."""

    needs = "exposure_controllable"
    _device: aio_camera.Exposed

    @property
    def exposure_ms(self) -> float:
        """Its exposure in milliseconds; may be set."""
        return float(self._wait(self._device.exposure_ms()))

    @exposure_ms.setter
    def exposure_ms(self, exposure_ms: float) -> None:
        self._wait(self._device.set_exposure(exposure_ms))


class Tunable(Device):
    """A device with a wavelength."""

    needs = "wavelength_tunable"
    _device: aio_laser.Tunable

    @property
    def wavelength_nm(self) -> float:
        """Its wavelength in nanometres; may be set, inside the limits it tells."""
        return float(self._wait(self._device.wavelength_nm()))

    @wavelength_nm.setter
    def wavelength_nm(self, wavelength_nm: float) -> None:
        self._wait(self._device.set_wavelength(wavelength_nm))

    @property
    def wavelength_limits_nm(self) -> tuple[float, float] | None:
        """Shortest and longest wavelength, None where it tells none."""
        return self._device.wavelength_limits_nm


class Shuttered(Device):
    """A device with a shutter."""

    needs = "shutter_controllable"
    _device: aio_laser.Shuttered

    @property
    def is_shutter_open(self) -> bool:
        """Whether light can pass."""
        return bool(self._wait(self._device.is_shutter_open()))

    def open_shutter(self) -> None:
        """Opens it."""
        self._wait(self._device.open_shutter())

    def close_shutter(self) -> None:
        """Closes it."""
        self._wait(self._device.close_shutter())


class Emitting(Device):
    """A source of light that can be switched."""

    needs = "emission_controllable"
    _device: aio_laser.Emitting

    @property
    def is_emitting(self) -> bool:
        """Whether it emits."""
        return bool(self._wait(self._device.is_emitting()))

    def start_emission(self) -> None:
        """Switches it on; its interlock may forbid it."""
        self._wait(self._device.start_emission())

    def stop_emission(self) -> None:
        """Switches it off."""
        self._wait(self._device.stop_emission())


class Laser(Tunable, Shuttered, Emitting):
    """A laser: wavelength, shutter and emission, as far as it has them."""

    needs = "emission_controllable"
    _device: aio_laser.Laser


# Each asynchronous kind and its blocking twin.
_TWINS: dict[type[aio_device.Device], type[Device]] = {
    aio_motor.Motor: Motor,
    aio_laser.Laser: Laser,
    aio_detector.Detector: Detector,
    aio_camera.Camera: Camera,
    aio_camera.Triggerable: Triggerable,
    aio_camera.Exposed: Exposed,
    aio_laser.Tunable: Tunable,
    aio_laser.Shuttered: Shuttered,
    aio_laser.Emitting: Emitting,
}


_made: dict[type[aio_device.Device], type[Device]] = {}


def _class_for(twin: type[aio_device.Device]) -> type[Device]:
    """The class with the same verbs as an asynchronous device's; the same for the same verbs."""
    if twin not in _made:
        _made[twin] = combined([blocking for kind, blocking in _TWINS.items() if issubclass(twin, kind)], Device)
    return _made[twin]
