"""Enumerations of the wire as words; a number that this package does not know yet is "unknown". It knows no message."""

from typing import Any


def word(enumeration: Any, number: int, prefix: str = "") -> str:
    """The name of an enumeration's value in lower case, without the prefix that all its names share; else "unknown".

    Args:
        enumeration: the generated enumeration, such as `daq_pb2.DeviceCategory`.
        number: as it came.
        prefix: such as "DEVICE_CATEGORY_".
    """
    found = enumeration.DESCRIPTOR.values_by_number.get(number)
    return str(found.name).removeprefix(prefix).lower() if found else "unknown"
