"""From a driver's words to a status code."""

import grpc
import pytest

from rust_daq_jupyter.sim.status import DriverError, code_for, refusal_for


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("No Such Device here", grpc.StatusCode.NOT_FOUND),
        ("already streaming", grpc.StatusCode.FAILED_PRECONDITION),
        ("Cannot trigger - not armed", grpc.StatusCode.FAILED_PRECONDITION),
        ("serial Timeout", grpc.StatusCode.UNAVAILABLE),
        ("out of range", grpc.StatusCode.INVALID_ARGUMENT),
        ("Stop not supported by this device", grpc.StatusCode.UNIMPLEMENTED),
        ("invalid, already", grpc.StatusCode.FAILED_PRECONDITION),
        ("something else", grpc.StatusCode.INTERNAL),
    ],
)
def test_the_first_match_from_the_top_wins(words, code):
    assert code_for(words) == code


def test_a_prefix_takes_part():
    refusal = refusal_for(DriverError("it broke"), "Connection: ")
    assert (refusal.code, refusal.text) == (grpc.StatusCode.UNAVAILABLE, "Connection: it broke")
