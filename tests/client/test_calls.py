"""client/calls.py: every status code is one error of our own, in one readable line."""

import grpc
import pytest

from rust_daq_jupyter import errors
from rust_daq_jupyter.client.calls import Call, translate

EXPECTED = {
    "CANCELLED": errors.DaemonFault,
    "UNKNOWN": errors.DaemonFault,
    "INVALID_ARGUMENT": errors.Refused,
    "DEADLINE_EXCEEDED": errors.DaemonTimeout,
    "NOT_FOUND": errors.UnknownDevice,
    "ALREADY_EXISTS": errors.Refused,
    "PERMISSION_DENIED": errors.NotAllowed,
    "RESOURCE_EXHAUSTED": errors.TooLarge,
    "FAILED_PRECONDITION": errors.Refused,
    "ABORTED": errors.DaemonFault,
    "OUT_OF_RANGE": errors.TooLarge,
    "UNIMPLEMENTED": errors.NotSupported,
    "INTERNAL": errors.DaemonFault,
    "UNAVAILABLE": errors.DeviceError,
    "DATA_LOSS": errors.DaemonFault,
    "UNAUTHENTICATED": errors.NotAllowed,
}
MOVE = Call("move", "mock_stage", "localhost:50051")


class Failure(grpc.RpcError):
    """What a failed call raises, made by hand."""

    def __init__(self, code, details="the driver's own words", trailers=()):
        self._parts = code, details, trailers

    def code(self):
        return self._parts[0]

    def details(self):
        return self._parts[1]

    def trailing_metadata(self):
        return self._parts[2]


@pytest.mark.parametrize("code", [code for code in grpc.StatusCode if code is not grpc.StatusCode.OK])
def test_every_status_code_is_an_error_of_ours(code):
    error = translate(Failure(code), MOVE)
    assert type(error) is EXPECTED[code.name]
    assert (error.operation, error.device) == ("move", "mock_stage")
    assert "mock_stage" in str(error)
    assert "the driver's own words" in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "details",
    [
        "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:9: Connection refused",
        "Stream removed (Socket closed)",
        "Stream removed (ping timeout)",
        "Socket closed",
        "keepalive watchdog timeout",
    ],
)
def test_a_broken_connection_is_the_daemon_and_not_the_device(details):
    error = translate(Failure(grpc.StatusCode.UNAVAILABLE, details), MOVE)
    assert type(error) is errors.DaemonUnreachable
    assert "localhost:50051" in str(error)
    assert error.hint


def test_trailers_mean_the_device_whatever_the_code():
    trailers = (("x-daq-driver-kind", "Communication"), ("x-daq-driver-type", "esp300"))
    for code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.INTERNAL):
        error = translate(Failure(code, "Socket closed", trailers), MOVE)
        assert isinstance(error, errors.DeviceError)
        assert (error.kind, error.driver) == ("Communication", "esp300")


@pytest.mark.parametrize(
    ("details", "remedy"),
    [
        ("… CERTIFICATE_VERIFY_FAILED: self signed certificate", "CA certificate"),
        ("Ssl handshake failed: SSL_ERROR_SSL: WRONG_VERSION_NUMBER", "leave tls="),
        ("Socket closed", "tls=True"),
        ("Connection refused", "rust-daq-jupyter sim"),
    ],
)
def test_the_hint_names_the_remedy(details, remedy):
    assert remedy in str(translate(Failure(grpc.StatusCode.UNAVAILABLE, details), MOVE))
