"""Replies that cannot be read become `Unreadable` values, which gRPC alone would log and pass on as None."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the place of a message: how long it was and why it cannot be read."""

    size: int
    reason: str

    def __str__(self) -> str:
        """Both, in words."""
        return f"a reply of {self.size} bytes that cannot be read: {self.reason}"


class Legible:
    """A channel as the generated stubs use it, on which an unreadable reply is a value and not a line in a log."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def unary_unary(self, path: str, *, response_deserializer: Callable[[bytes], Any], **rest: Any) -> Any:
        """A method with one reply."""
        return self._channel.unary_unary(path, response_deserializer=_reader(response_deserializer), **rest)

    def unary_stream(self, path: str, *, response_deserializer: Callable[[bytes], Any], **rest: Any) -> Any:
        """A method with a stream of replies."""
        return self._channel.unary_stream(path, response_deserializer=_reader(response_deserializer), **rest)


def _reader(decode: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    def read(payload: bytes | None) -> Any:
        if payload is None:  # a success without a message, which gRPC lets through
            return Unreadable(0, "there is none")
        try:
            return decode(payload)
        except DecodeError as error:
            return Unreadable(len(payload), str(error))

    return read
