"""How every channel to a daemon is opened, the client's and STOP's alike; opens none itself."""

from dataclasses import dataclass, field
from pathlib import Path

import grpc

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.errors import BadValue

# Python's own limit of 4 MiB is smaller than a camera's frame.
MAX_MESSAGE_BYTES = 64 * 1024 * 1024
_ENVELOPE_BYTES = 1024 * 1024  # a frame at the daemon's own limit still has its other fields around it


def channel_options() -> list[tuple[str, int]]:
    """Channel arguments under which a frozen daemon is noticed in 2 to 3 s and a restarted one found within one."""
    return [
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES + _ENVELOPE_BYTES),
        ("grpc.max_send_message_length", MAX_MESSAGE_BYTES + _ENVELOPE_BYTES),
        ("grpc.keepalive_time_ms", 1000),
        ("grpc.keepalive_timeout_ms", 1000),
        # Without this gRPC's core waits 60 s for the answer to a ping, whatever the two above say.
        ("grpc.http2.ping_timeout_ms", 1000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 500),
        # The core takes this as the time that one attempt may last, TLS included; what is refused
        # is tried again after the initial backoff all the same.
        ("grpc.min_reconnect_backoff_ms", 1000),
    ]


def call_metadata(token: str | None) -> tuple[tuple[str, str], ...]:
    """The metadata that shows the daemon its token; empty without one. "ApiKey …" and "Bearer …" are sent as they are.

    Raises:
        BadValue: the token holds characters that cannot be sent in a header.
    """
    if not token:
        return ()
    if not (token.isascii() and token.isprintable()):
        raise BadValue("the token holds characters that cannot be sent", operation="connect", hint="Copy it anew")
    scheme = token.partition(" ")[0].lower()
    return (("authorization", token if scheme in ("bearer", "apikey") else f"Bearer {token}"),)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """All it takes to reach one daemon; hashable, and silent about its token when printed.

    Attributes:
        address: where it listens.
        token: what it wants to see, empty for none.
        ca_path: PEM file of the authority behind its certificate, which implies TLS; empty for the usual authorities.
    """

    address: Address
    token: str = field(default="", repr=False)
    ca_path: str = ""

    @property
    def tls(self) -> bool:
        """Whether the channel is encrypted."""
        return self.address.tls or bool(self.ca_path)

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The metadata of every call; raises BadValue for a token that cannot be sent."""
        return call_metadata(self.token)

    def credentials(self) -> grpc.ChannelCredentials | None:
        """TLS credentials, None for plain text; raises BadValue when the authority's file cannot be read."""
        if not self.tls:
            return None
        if not self.ca_path:
            return grpc.ssl_channel_credentials()
        try:
            return grpc.ssl_channel_credentials(Path(self.ca_path).read_bytes())
        except OSError as error:
            raise BadValue(
                f"the certificate file {self.ca_path!r} cannot be read: {error.strerror}", operation="connect"
            ) from error
