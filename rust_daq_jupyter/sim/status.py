"""How a failure of a driver, a plain sentence, becomes a gRPC status: the daemon's own table, by the words it finds."""

import grpc

_BY_WORDS: tuple[tuple[tuple[str, ...], grpc.StatusCode], ...] = (
    (("not found", "no such device"), grpc.StatusCode.NOT_FOUND),
    (("busy", "in use", "already", "not armed", "streaming", "precondition"), grpc.StatusCode.FAILED_PRECONDITION),
    (("timeout", "communication", "connection"), grpc.StatusCode.UNAVAILABLE),
    (("invalid", "out of range", "bounds"), grpc.StatusCode.INVALID_ARGUMENT),
    (("not supported", "unsupported"), grpc.StatusCode.UNIMPLEMENTED),
)


# A driver that tells its kind of failure is answered by it, with trailers; the demo's and the bench's never do.
BY_KIND: dict[str, grpc.StatusCode] = {
    "configuration": grpc.StatusCode.INVALID_ARGUMENT,
    "invalid_parameter": grpc.StatusCode.INVALID_ARGUMENT,
    "initialization": grpc.StatusCode.FAILED_PRECONDITION,
    "communication": grpc.StatusCode.UNAVAILABLE,
    "hardware": grpc.StatusCode.UNAVAILABLE,
    "timeout": grpc.StatusCode.DEADLINE_EXCEEDED,
    "permission": grpc.StatusCode.PERMISSION_DENIED,
    "shutdown": grpc.StatusCode.INTERNAL,
    "unknown": grpc.StatusCode.INTERNAL,
}


class DriverError(Exception):
    """A device refused or failed; only its words reach the caller."""


class Refusal(Exception):
    """An rpc that ends with this status instead of an answer."""

    def __init__(self, code: grpc.StatusCode, text: str = "", trailers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.trailers = trailers


def code_for(text: str) -> grpc.StatusCode:
    """The status code of a driver's words, the first match from the top; INTERNAL when nothing matches."""
    lowered = text.lower()
    for words, code in _BY_WORDS:
        if any(word in lowered for word in words):
            return code
    return grpc.StatusCode.INTERNAL


def refusal_by_kind(kind: str, driver_type: str, text: str) -> Refusal:
    """The status of a driver's error of a kind, with the trailers that tell it; KeyError for an unknown kind."""
    trailers = {"x-daq-error-kind": "driver", "x-daq-driver-type": driver_type, "x-daq-driver-kind": kind}
    return Refusal(BY_KIND[kind], text, tuple(trailers.items()))


def refusal_for(error: DriverError, prefix: str = "") -> Refusal:
    """The status of a driver's error; a prefix takes part in the match, as it does in the daemon."""
    text = prefix + str(error)
    return Refusal(code_for(text), text)
