"""Which points of the daemon's scan are true after its motors were stopped on their way; pure, it asks nobody.

A motor that is stopped has settled, as far as the daemon knows: it reads there, and tells where the motor was sent.
"""

from collections.abc import Mapping, Sequence

from rust_daq_jupyter.wire.scans import ScanProgress

Places = Mapping[str, float]


def true_points(points: Sequence[ScanProgress], places: Places, slack: Places) -> int:
    """How many of the points, from the first on, were taken where they say.

    Args:
        points: the last ones of a scan, in their order.
        places: where its motors came to rest.
        slack: how far from where it was sent a motor may be.
    """
    number = len(points)
    if not points or _is_at(points[-1].positions, points[-1].positions, places, slack):
        return number
    number -= 1
    # From a point that was reached its motors went on to the next; a second cut leaves them short of both.
    while number and not _is_at(points[number - 1].positions, points[number].positions, places, slack):
        number -= 1
    return number


def _is_at(one: Places, other: Places, places: Places, slack: Places) -> bool:
    """Whether every motor is at one of two places, or between them."""
    ends = {name: sorted((one[name], other[name])) for name in one}
    return all(low - slack[name] <= places[name] <= high + slack[name] for name, (low, high) in ends.items())
