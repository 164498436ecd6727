"""`DeviceId`: the name of a device in a plan, which remembers the daemon of the device it was taken from; no plan."""

from collections.abc import Iterable
from typing import Any, Protocol

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.errors import BadValue
from rust_daq_jupyter.wire.numbers import shown


class HasId(Protocol):
    """A device of either surface, as far as a plan cares."""

    @property
    def id(self) -> str:
        """The device's id at the daemon."""


class DeviceId(str):
    """An id; `address` is its daemon's where a device was given, None where text was.

    Two daemons may have devices of one id: what was meant for one must not move at the other.
    """

    address: Address | None = None


def device_id(device: str | HasId, role: str) -> DeviceId:
    """The id of a device that is given as itself or by its id; `role` names the argument in errors."""
    found = device if isinstance(device, str) else getattr(device, "id", None)
    if not isinstance(found, str) or not found:
        raise BadValue(f"{role} is {shown(device)}", hint="Give a device or its id")
    named = DeviceId(found)
    named.address = _address_of(device)
    return named


def check_ours(names: Iterable[str], ours: Address) -> None:
    """Raises BadValue for a device that was taken from a connection to another daemon."""
    for name in names:
        theirs = getattr(name, "address", None)
        if theirs is not None and theirs.key != ours.key:
            what = f"it is of the daemon at {theirs.label}, not of {ours.label}"
            raise BadValue(what, device=str(name), hint=f"Take lab[{str(name)!r}] of this connection")


def _address_of(device: Any) -> Address | None:
    if isinstance(device, DeviceId):
        return device.address
    owner = getattr(device, "device", device)  # of an axis
    address = getattr(getattr(owner, "client", None), "address", None)
    return address if isinstance(address, Address) else None
