"""Faults on order: what goes wrong, with which rpc; each kind is one small class, named on the command line.

delay:RPC:SECONDS          answers that much later
refuse:RPC:CODE[:TEXT]     answers with a status and does nothing
hang:RPC                   never answers
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import grpc

from rust_daq_jupyter.sim.status import Refusal


class Fault(Protocol):
    """Something that goes wrong with one rpc."""

    @property
    def rpc(self) -> str:
        """Name of the rpc, such as `MoveAbsolute`."""

    async def meet(self) -> None:
        """What happens after a request has come in and before it is carried out."""


@dataclass(frozen=True)
class Delay:
    """The request is carried out later."""

    rpc: str
    seconds: float

    async def meet(self) -> None:
        """Wait, on the wall's clock."""
        await asyncio.sleep(self.seconds)


@dataclass(frozen=True)
class Refuse:
    """The request is answered with a status."""

    rpc: str
    code: grpc.StatusCode
    text: str

    async def meet(self) -> None:
        """Refuse."""
        raise Refusal(self.code, self.text)


@dataclass(frozen=True)
class Hang:
    """The request is never answered."""

    rpc: str

    async def meet(self) -> None:
        """Wait until the caller gives up."""
        await asyncio.Event().wait()


def _refuse(rpc: str, code: str, *text: str) -> Refuse:
    return Refuse(rpc, grpc.StatusCode[code.upper()], ":".join(text))


_KINDS: dict[str, Callable[..., Fault]] = {
    "delay": lambda rpc, seconds: Delay(rpc, float(seconds)),
    "refuse": _refuse,
    "hang": Hang,
}


def parse(spec: str, rpcs: Iterable[str]) -> Fault:
    """A fault from its specification; ValueError with the remedy when it makes no sense."""
    kind, *words = spec.split(":")
    try:
        fault = _KINDS[kind](*words)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"fault '{spec}' is none of: delay:RPC:SECONDS, refuse:RPC:CODE[:TEXT], hang:RPC") from error
    if fault.rpc not in set(rpcs):
        raise ValueError(f"fault '{spec}' names no rpc that is served")
    return fault


class Faults:
    """Every fault that was ordered."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = tuple(faults)

    async def meet(self, rpc: str) -> None:
        """Let this rpc meet what was ordered for it."""
        for fault in self._faults:
            if fault.rpc == rpc:
                await fault.meet()
