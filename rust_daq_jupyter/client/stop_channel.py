"""The channels by which this process stops: one a daemon, kept connected, with what can move as it was last heard."""

import threading
from collections import OrderedDict

from rust_daq_jupyter.client.channel import check_not_forked
from rust_daq_jupyter.client.line import Sent
from rust_daq_jupyter.client.lines import Lines
from rust_daq_jupyter.client.options import Endpoint
from rust_daq_jupyter.client.stop_attempt import LIMIT_S, Attempt, movables_of
from rust_daq_jupyter.client.stop_report import StopReport
from rust_daq_jupyter.wire._generated import daq_pb2 as pb

MAX_CHANNELS = 16
_channels: OrderedDict[Endpoint, "StopChannel"] = OrderedDict()
_channels_lock = threading.Lock()


def channel_to(endpoint: Endpoint) -> "StopChannel":
    """This process's stop channel to a daemon, made at first use; the one unused longest gives way to a seventeenth.

    Raises:
        BadValue: the certificate file cannot be read, or the token cannot be sent.
        NotConnected: this process was forked from one that had a connection, where every call would hang.
    """
    check_not_forked()  # before the lock, which the fork may have left locked
    with _channels_lock:
        channel = _channels.get(endpoint) or StopChannel(endpoint)
        _channels[endpoint] = channel
        _channels.move_to_end(endpoint)
        surplus = _channels.popitem(last=False)[1] if len(_channels) > MAX_CHANNELS else None
    if surplus is not None:
        surplus.close()
    return channel


def close_channels() -> None:
    """Close every stop channel of this process; the next STOP opens one anew."""
    with _channels_lock:
        channels = list(_channels.values())
        _channels.clear()
    for channel in channels:
        channel.close()


class StopChannel:
    """The way to stop one daemon, kept connected; every method may be called from any thread at any time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._lines = Lines(endpoint)
        self._listing: Sent | None = None  # the last one answered, or the first while it is under way
        self._asked: Sent | None = None
        self._answers: bool | None = None

    def prepare(self) -> None:
        """Connect and ask what can move, without waiting."""
        self._asked = self._lines.line.send("list devices", pb.ListDevicesRequest(), LIMIT_S)
        if self._listing is None or self._listing.reply is None:
            self._listing = self._asked

    def look(self) -> bool | None:
        """Whether there was an answer to the last `prepare` that is over, None before the first; prepares anew."""
        asked = self._asked
        if asked is None or asked.is_over:
            if asked is not None:
                self._answers = asked.is_answered
            self.prepare()
        return self._answers

    def stop(self, device: str | None, started_s: float) -> list[StopReport]:
        """What `stop_daemon` does, but for the mark; `started_s` by the monotonic clock."""
        movables = movables_of(self._listing.reply) if self._listing and self._listing.reply else {}
        attempt = Attempt(self._lines, self._endpoint.address.label, movables, started_s)
        reports = attempt.stop(device)
        if attempt.listing.reply is not None:
            self._listing = attempt.listing
        self._lines.close_lost()
        return reports

    def close(self) -> None:
        """End the connection, and with it whatever was not answered."""
        self._lines.close()
