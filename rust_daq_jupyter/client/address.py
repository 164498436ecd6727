"""Where a daemon listens, as a user writes it; knows no gRPC and opens nothing."""

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from typing import Self

from rust_daq_jupyter.errors import BadValue

DEFAULT_PORT = 50051

_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?")
_SHAPE = re.compile(r"(?:(?P<scheme>https?)://)?(?P<place>[^/?#@]+)/?", re.IGNORECASE)
_SCHEME = re.compile(r"\A\s*(?:https?|grpcs?)://", re.IGNORECASE)
_SECRET = re.compile(r"[@?#]")
_QUERY = re.compile(r"[?#].*", re.DOTALL)
_PLACE = re.compile(r"(?:\[(?P<bracketed>[^\[\]]*)\]|(?P<plain>[^:\[\]]*))(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Address:
    """A daemon's host and port.

    Attributes:
        host: a name in lower case, or an IP address in its shortest form, without brackets.
        port: 1 to 65535.
        tls: whether the user wrote https.
        label: what the user wrote, for messages and panels.
    """

    host: str
    port: int
    tls: bool
    label: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "host", "host:port", "http://host:port", "https://host:port"; IPv6 in brackets; port 50051 unless given.

        Raises:
            BadValue: the text is not an address; the hint shows what one looks like.
        """
        label = text.strip() if isinstance(text, str) else ""
        shape = _SHAPE.fullmatch(label)
        if shape is None:
            raise _not_an_address(text)
        host, port = _host_and_port(shape["place"], text)
        return cls(host, port, (shape["scheme"] or "").lower() == "https", label)

    @property
    def target(self) -> str:
        """Host and port as gRPC wants them: "127.0.0.1:50051", "[::1]:50051"."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether this names the own machine by one of its loopback names."""
        try:
            address = ipaddress.ip_address(self.host)
            return address.is_loopback or address.is_unspecified
        except ValueError:
            return self.host == "localhost"

    @property
    def key(self) -> str:
        """Sixteen hexadecimal figures, equal for all spellings of one name; all loopback names are one.

        A host's name and its number differ here: `client/place.py` knows that they are one place.
        """
        place = f"localhost:{self.port}" if self.is_loopback else self.target
        return hashlib.sha256(place.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return self.label


def _host_and_port(place: str, text: str) -> tuple[str, int]:
    parts = _PLACE.fullmatch(place)
    if parts is None:  # more than one colon and no brackets: an IPv6 address without a port, or nothing
        return _ipv6(place, text), DEFAULT_PORT
    port = int(parts["port"] or DEFAULT_PORT)
    if not 1 <= port <= 65535:
        raise _not_an_address(text)
    host = _ipv6(parts["bracketed"], text) if parts["bracketed"] is not None else _name(parts["plain"], text)
    return host, port


def _ipv6(host: str, text: str) -> str:
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError:
        raise _not_an_address(text) from None
    return str(address.ipv4_mapped or address)


def _name(host: str, text: str) -> str:
    name = host.lower().removesuffix(".")
    if not _NAME.fullmatch(name):
        raise _not_an_address(text)
    return name


def _not_an_address(text: object) -> BadValue:
    shown, hint = text, 'An address looks like "localhost:50051", "https://daq.lab:50051" or "[::1]:50051"'
    if isinstance(text, str) and _SECRET.search(text):
        shown, hint = _without_secrets(text), f"{hint}; a token is passed as token=, or in RUST_DAQ_TOKEN"
    return BadValue(f"{shown!r} is not an address", operation="connect", hint=hint)


def _without_secrets(text: str) -> str:
    """An address as it may be shown: what stands before an @ or behind a question mark may be a token."""
    rest = _SCHEME.sub("", text)
    scheme = text.removesuffix(rest)
    _, at, place = rest.rpartition("@")
    if at and _QUERY.search(rest):
        return f"{scheme}…"  # a token may have any of these marks itself
    return f"{scheme}{'…@' if at else ''}{_QUERY.sub('?…', place)}"
