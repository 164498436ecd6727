"""Plans one after the other as one plan: `a + b`, `3 * a`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rust_daq_jupyter.scans.plan import NOWHERE, Plan
from rust_daq_jupyter.scans.steps import Move, Step


def joined(parts: tuple[Plan, ...]) -> Plan:
    """The plans as one; a sequence among them gives its own parts, and a single plan stays what it is."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Sequence) else (part,))]
    detectors = tuple(dict.fromkeys(name for part in flat for name in part.detectors))
    return flat[0] if len(flat) == 1 else Sequence(detectors, tuple(flat))


@dataclass(frozen=True, repr=False)
class Sequence(Plan):
    """Its table has the columns of all its parts; a row has no number where its part neither moves nor reads."""

    name = "sequence"
    plan_name = "sequence"

    parts: tuple[Plan, ...]

    @property
    def motors(self) -> tuple[str, ...]:
        """Those of every part, each once."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.motors))

    @property
    def num_points(self) -> int:
        """Of all parts together."""
        return sum(part.num_points for part in self.parts)

    @property
    def waits_s(self) -> float:
        """Of all parts together."""
        return sum(part.waits_s for part in self.parts)

    @property
    def is_relative(self) -> bool:
        """Whether any part is."""
        return any(part.is_relative for part in self.parts)

    @property
    def returning(self) -> tuple[str, ...]:
        """Motors that relative parts alone move; what others move too goes back among the steps, if at all."""
        moved_by = [(motor, part) for part in self.parts for motor in part.motors]
        elsewhere = {motor for motor, part in moved_by if motor not in part.returning}
        return tuple(motor for motor in self.motors if motor not in elsewhere)

    def steps(self, origin: Mapping[str, float] = NOWHERE) -> Iterator[Step]:
        """Part by part; a relative part begins where the one before it left its motors, and returns there."""
        where, last = dict(origin), self.parts[-1]
        for part in self.parts:
            yield from part.steps(where)
            back = part.returning if part is not last else [m for m in part.returning if m not in self.returning]
            yield from (Move(motor, where[motor]) for motor in back)
            where |= part.rests(where)

    def targets(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, tuple[float, float]]:
        """The outermost positions of all parts."""
        where, found = dict(origin), dict[str, tuple[float, float]]()
        for part in self.parts:
            for motor, (low, high) in part.targets(where).items():
                lowest, highest = found.get(motor, (low, high))
                found[motor] = (min(low, lowest), max(high, highest))
            where |= part.rests(where)
        return found

    def rests(self, origin: Mapping[str, float] = NOWHERE) -> dict[str, float]:
        """Where the parts leave their motors."""
        where = dict(origin)
        for part in self.parts:
            where |= part.rests(where)
        return {motor: where[motor] for motor in self.motors}

    def describe(self) -> str:
        """The parts' own lines."""
        return "; ".join(part.describe() for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """The parts as plain JSON values."""
        return {"plan": self.name, "parts": [part.to_json() for part in self.parts]}

    def __repr__(self) -> str:
        """The code that makes this plan."""
        return " + ".join(map(repr, self.parts))
