"""wire/enums.py: numbers as words, those of tomorrow too."""

import pytest

from rust_daq_jupyter.wire._generated import daq_pb2, health_pb2
from rust_daq_jupyter.wire.enums import word


@pytest.mark.parametrize(("number", "expected"), [(1, "camera"), (2, "stage"), (77, "unknown"), (-1, "unknown")])
def test_a_number_is_a_word(number, expected):
    assert word(daq_pb2.DeviceCategory, number, "DEVICE_CATEGORY_") == expected


def test_a_name_without_the_prefix_is_left_as_it_is():
    assert word(health_pb2.HealthCheckResponse.ServingStatus, 1, "OTHER_") == "serving"
