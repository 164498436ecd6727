"""The border: gRPC calls go out and status codes come back as errors of our own; nothing above it knows gRPC."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc

from rust_daq_jupyter.client.reading import Unreadable
from rust_daq_jupyter.errors import (
    BadMessage,
    DaemonFault,
    DaemonTimeout,
    DaemonUnreachable,
    DaqError,
    DeviceError,
    NotAllowed,
    NotConnected,
    NotSupported,
    Refused,
    TooLarge,
    UnknownDevice,
)

_ERRORS: dict[grpc.StatusCode, type[DaqError]] = {
    grpc.StatusCode.CANCELLED: DaemonFault,
    grpc.StatusCode.UNKNOWN: DaemonFault,
    grpc.StatusCode.INVALID_ARGUMENT: Refused,
    grpc.StatusCode.DEADLINE_EXCEEDED: DaemonTimeout,
    grpc.StatusCode.NOT_FOUND: UnknownDevice,
    grpc.StatusCode.ALREADY_EXISTS: Refused,
    grpc.StatusCode.PERMISSION_DENIED: NotAllowed,
    grpc.StatusCode.RESOURCE_EXHAUSTED: TooLarge,
    grpc.StatusCode.FAILED_PRECONDITION: Refused,
    grpc.StatusCode.ABORTED: DaemonFault,
    grpc.StatusCode.OUT_OF_RANGE: TooLarge,
    grpc.StatusCode.UNIMPLEMENTED: NotSupported,
    grpc.StatusCode.INTERNAL: DaemonFault,
    grpc.StatusCode.UNAVAILABLE: DaemonUnreachable,
    grpc.StatusCode.DATA_LOSS: DaemonFault,
    grpc.StatusCode.UNAUTHENTICATED: NotAllowed,
}

# How gRPC itself words a broken or missing connection; any other UNAVAILABLE is a driver's.
_TRANSPORT = re.compile(
    r"failed to connect to all addresses|^(stream removed|socket closed|connection (refused|reset|timed out))"
    r"|^(broken pipe|goaway|recvmsg|sendmsg|endpoint closing|end of tcp stream|keepalive watchdog|ping timeout)"
    r"|goaway received|handshake failed|ssl_error_|certificate_verify_failed|^dns resolution|name resolution failure"
    r"|^errors resolving|domain name not found|^channel.{0,20}closed|^transport closed|^too_many_pings",
    re.IGNORECASE,
)

_HINTS: dict[type[DaqError], str] = {
    NotAllowed: "Pass token=, or set RUST_DAQ_TOKEN",
    DaemonTimeout: "The daemon may be busy or frozen; a larger timeout= waits longer",
    TooLarge: "Close streams or ask for less",
}
_OTHER_VERSION = "Is it a rust-daq daemon, and of a version that this package knows?"


@dataclass(frozen=True, slots=True)
class Call:
    """What a call was for: what its error must be able to tell."""

    operation: str
    device: str = ""
    address: str = ""


def translate(error: grpc.RpcError, call: Call) -> DaqError:
    """The error of our own that a failed call stands for; one line, with device, operation and remedy."""
    code, details, trailers = _parts(error)
    if code is grpc.StatusCode.UNAVAILABLE or trailers:
        return _device_error(details, trailers, call) if _is_device(details, trailers) else unreachable(details, call)
    kind = _ERRORS.get(code, DaemonFault) if call.device or code is not grpc.StatusCode.NOT_FOUND else Refused
    message = details or f"the daemon answered {code.name} without a word"
    if code is grpc.StatusCode.DEADLINE_EXCEEDED and details in ("", "Deadline Exceeded"):
        message = f"no answer from {call.address or 'the daemon'} within the deadline"
    if code is grpc.StatusCode.UNIMPLEMENTED and not details:
        message = f"this daemon has no {call.operation}"
    return kind(message, operation=call.operation, device=call.device, hint=_HINTS.get(kind, ""))


def checked(reply: Any, operation: str, device: str) -> Any:
    """The reply itself; BadMessage when its bytes made none."""
    if isinstance(reply, Unreadable):
        raise BadMessage(f"the daemon sent {reply}", operation=operation, device=device, hint=_OTHER_VERSION)
    return reply


def unreachable(details: str, call: Call) -> DaemonUnreachable:
    """The error for a daemon that is not there, with the likeliest reason as its hint."""
    return DaemonUnreachable(
        f"no daemon answers at {call.address} ({_short(details)})",
        operation=call.operation,
        device=call.device,
        hint=_connection_hint(details),
    )


def _connection_hint(details: str) -> str:
    if "WRONG_VERSION_NUMBER" in details:
        return "That daemon speaks plain text: leave tls= out"
    if "CERTIFICATE_VERIFY_FAILED" in details:
        return "Its certificate is not trusted: pass tls= the path of its CA certificate"
    if re.search("socket closed|end of tcp stream|connection reset", details, re.IGNORECASE):
        return "It closed the connection: if it was not stopped, it may expect TLS: pass tls=True"
    return "Is it running, and is this its address? `rust-daq-jupyter sim` starts a simulated one"


def _device_error(details: str, trailers: dict[str, str], call: Call) -> DeviceError:
    kind = trailers.get("x-daq-driver-kind") or trailers.get("x-daq-error-kind", "")
    driver = trailers.get("x-daq-driver-type", "")
    return DeviceError(
        details or "its driver failed",
        kind=kind,
        driver=driver,
        operation=call.operation,
        device=call.device,
        hint="Look at the device and its cable; it was not asked again",
    )


def _is_device(details: str, trailers: dict[str, str]) -> bool:
    return bool(trailers) or not _TRANSPORT.search(details)


def _parts(error: grpc.RpcError) -> tuple[grpc.StatusCode, str, dict[str, str]]:
    code: grpc.StatusCode = error.code()
    metadata: Any = error.trailing_metadata() or ()
    trailers = {str(key): _text(value) for key, value in metadata}
    ours = {key: value for key, value in trailers.items() if key.startswith("x-daq-")}
    return code, error.details() or "", ours


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _short(details: str) -> str:
    """The last and most telling part of gRPC's nested explanations."""
    line = details.replace("\n", " ").strip() or "no answer"
    line = re.sub(r"^failed to connect to all addresses; last error: \w+: ", "", line)
    return line if len(line) <= 160 else f"{line[:157]}..."


class Caller:
    """Makes unary calls over one channel with a deadline each, and translates their failures."""

    def __init__(self, address: str, timeout_s: float, metadata: tuple[tuple[str, str], ...]) -> None:
        self.address = address
        self.timeout_s = timeout_s
        self.metadata = metadata

    async def unary(
        self,
        method: Callable[..., Any],
        request: Any,
        operation: str,
        device: str = "",
        timeout_s: float | None = None,
    ) -> Any:
        """The reply of one call, never repeated; a timeout of infinity sets no deadline at all.

        Raises:
            DaqError: whatever the daemon or the way to it said, by the table of this file.
        """
        deadline_s = self.timeout_s if timeout_s is None else None if timeout_s == math.inf else timeout_s
        try:
            reply = await method(request, timeout=deadline_s, metadata=self.metadata)
        except grpc.RpcError as error:
            raise translate(error, Call(operation, device, self.address)) from None
        except grpc.aio.UsageError:
            raise NotConnected("this connection is closed", operation=operation, device=device) from None
        return checked(reply, operation, device)
