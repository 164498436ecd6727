"""`Moves`: the moves of one motor that its connection was asked for, in their order; it sends none and ends none."""

from rust_daq_jupyter.devices.status import Status


class Moves:
    """Those that have not ended, and the newest of all.

    Attributes:
        newest: ended or not; None before the first.
    """

    def __init__(self) -> None:
        self.newest: Status | None = None
        self._all: list[Status] = []

    def add(self, move: Status) -> None:
        """One more was asked for."""
        self._all = [*self.under_way(), move]
        self.newest = move

    def under_way(self) -> list[Status]:
        """Those that have not ended, oldest first."""
        return [move for move in self._all if not move.done]

    def going(self) -> Status | None:
        """The newest that has not ended: when one fails before it is accepted, the one before it goes on."""
        return next((move for move in reversed(self._all) if not move.done and not move.revoked), None)

    def before(self, move: Status) -> list[Status]:
        """Those begun before this one that have not ended."""
        return [older for older in self._all[: self._all.index(move)] if not older.done]
