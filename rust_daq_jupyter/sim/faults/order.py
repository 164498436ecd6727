"""A fault as it is ordered, in one word: `delay:ReadValue@every3:0.5`. Reads it and says which rpcs it is about."""

from collections.abc import Callable, Iterable

from rust_daq_jupyter.sim.faults import kinds
from rust_daq_jupyter.sim.faults.kinds import Fault
from rust_daq_jupyter.sim.faults.when import When

ANY = "*"
_OF_AN_RPC: dict[str, Callable[..., Fault]] = {
    "delay": kinds.Delay,
    "refuse": kinds.Refuse,
    "driver": kinds.Driver,
    "hang": kinds.Hang,
    "drop": kinds.Drop,
    "garble": kinds.Garble,
    "cut": kinds.Cut,
    "disconnect": kinds.Disconnect,
    "freeze": kinds.Freeze,
    "restart": kinds.Restart,
}
_OF_THE_WHOLE: dict[str, tuple[str, Callable[..., Fault]]] = {
    "wedge-engine": (ANY, kinds.WedgeEngine),
    "leak-slots": (ANY, kinds.LeakSlots),
    "lose-documents": ("StreamDocuments", kinds.LoseDocuments),
}
KINDS = (*_OF_AN_RPC, *_OF_THE_WHOLE)


class Order:
    """A fault, the rpc it strikes and when; `spec` is the word it was ordered with."""

    def __init__(self, spec: str, rpc: str, when: When, fault: Fault) -> None:
        self.spec = spec
        self.rpc = rpc
        self.when = when
        self.fault = fault

    def is_about(self, rpc: str) -> bool:
        """Whether it can strike this rpc."""
        return self.rpc in (rpc, ANY)


def parse(spec: str, rpcs: Iterable[str]) -> Order:
    """An order from its word; ValueError with the remedy when it makes no sense."""
    try:
        order = _parsed(spec)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ValueError(f"fault '{spec}' makes no sense: --help has the table of {', '.join(KINDS)}") from error
    if order.rpc not in {*rpcs, ANY}:
        raise ValueError(f"fault '{spec}' names no rpc that is served")
    return order


def _parsed(spec: str) -> Order:
    head, *more = spec.split(":")
    kind, _, when = head.partition("@")
    if kind in _OF_THE_WHOLE:
        rpc, make = _OF_THE_WHOLE[kind]
        return Order(spec, rpc, When(when), make(*more))
    rpc, _, when = more[0].partition("@")
    return Order(spec, rpc, When(when), _OF_AN_RPC[head](*more[1:]))
