"""Every fault in force, and the way of one rpc through them; orders come and go while rpcs are under way."""

import itertools

from rust_daq_jupyter.sim.faults.kinds import Answer, Daemon
from rust_daq_jupyter.sim.faults.order import Order


class Faults:
    """The orders in force, by number, oldest first."""

    def __init__(self, daemon: Daemon) -> None:
        self.daemon = daemon
        self.orders: dict[int, Order] = {}
        self._numbers = itertools.count(1)

    def add(self, order: Order) -> int:
        """From now on; its number."""
        number = next(self._numbers)
        self.orders[number] = order
        return number

    def clear(self, number: int | None = None) -> None:
        """One of them, or all, from now on no more; KeyError when there is none of that number."""
        if number is None:
            self.orders.clear()
        else:
            del self.orders[number]

    def visit(self, rpc: str, peer: str) -> "Visit":
        """An rpc that has come in."""
        return Visit(self, rpc, peer)


class Visit:
    """One rpc. An order strikes it as a whole or not at all, unless it is one that strikes message by message."""

    def __init__(self, faults: Faults, rpc: str, peer: str) -> None:
        self.rpc = rpc
        self.peer = peer
        self.sent = 0
        self.daemon = faults.daemon
        self._orders = faults.orders
        self._decided: dict[int, bool] = {}

    async def begin(self) -> None:
        """Meet what happens before the request is carried out."""
        for number, order in tuple(self._orders.items()):
            if order.is_about(self.rpc) and not order.fault.by_message and self._is_struck(number, order):
                await order.fault.before(self)

    async def passed(self, answer: Answer) -> Answer | None:
        """What becomes of a reply or message on its way out; None when nothing does."""
        passed: Answer | None = answer
        for number, order in tuple(self._orders.items()) if self._orders else ():
            if passed is not None and order.is_about(self.rpc) and self._is_struck(number, order, passed):
                passed = await order.fault.after(self, passed)
        self.sent += passed is not None
        return passed

    def _is_struck(self, number: int, order: Order, answer: Answer | None = None) -> bool:
        if order.fault.by_message:
            return answer is not None and order.fault.concerns(answer) and order.when.strikes()
        if number not in self._decided:
            self._decided[number] = order.when.strikes()
        return self._decided[number]
