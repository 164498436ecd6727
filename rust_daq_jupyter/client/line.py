"""STOP's own connection: synchronous requests that are sent at once and waited for later; knows what no rpc means."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

import grpc

from rust_daq_jupyter.client.calls import Call, translate
from rust_daq_jupyter.client.options import Endpoint, channel_options
from rust_daq_jupyter.errors import DaemonTimeout, DaemonUnreachable, DaqError
from rust_daq_jupyter.wire._generated import daq_pb2_grpc

Method = Literal["list devices", "stop motion", "abort plan", "list scans", "stop scan"]


class Sent:
    """A request under way: `reply` or `error` once it was answered, neither before.

    Attributes:
        reply: the daemon's message.
        error: what the daemon, or the way to it, said instead.
        answered_s: when, by the monotonic clock.
    """

    def __init__(self, call: Call, send_again: Callable[["Sent"], bool] | None = None) -> None:
        self.reply: Any = None
        self.error: DaqError | None = None
        self.answered_s = 0.0
        self._call = call
        self._send_again = send_again
        self._done = threading.Event()

    def follow(self, future: Any) -> None:
        """Take the answer from this future of gRPC's when it comes."""
        future.add_done_callback(self._settle)

    def lose(self) -> None:
        """There will be no answer by this line: it is gone."""
        self._fail(DaemonUnreachable(f"the connection to {self._call.address} was lost", operation="stop"))

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be heard of it."""
        return self._done.is_set()

    @property
    def is_answered(self) -> bool:
        """Whether the daemon itself said something, be it no; a deadline of ours that ran out is no answer."""
        return self.is_over and not isinstance(self.error, DaemonUnreachable | DaemonTimeout)

    def wait(self, until_s: float) -> "Sent":
        """Itself, answered or at `until_s` of the monotonic clock."""
        self._done.wait(max(0.0, until_s - time.monotonic()))
        return self

    def _settle(self, future: Any) -> None:
        """On gRPC's thread."""
        code = future.code()
        if code is grpc.StatusCode.CANCELLED:  # by the line that took this one's place
            self.lose()
        elif code is grpc.StatusCode.OK:
            self.reply = future.result()
            self._end()
        else:
            self._fail(translate(future.exception(), self._call))

    def _fail(self, error: DaqError) -> None:
        """What the daemon never heard goes out once more, where who sent it has a way for that."""
        send_again, self._send_again = self._send_again, None
        if send_again is not None and isinstance(error, DaemonUnreachable):
            with contextlib.suppress(RuntimeError):  # Python is about to end and starts no thread any more
                if send_again(self):
                    return
        self.error = error
        self._end()

    def _end(self) -> None:
        self._send_again = None
        self.answered_s = time.monotonic()
        self._done.set()


class Line:
    """One channel to one daemon with the services that STOP needs; usable from any thread."""

    def __init__(self, endpoint: Endpoint, credentials: grpc.ChannelCredentials | None) -> None:
        # A pool of its own: otherwise gRPC shares the client's connection, and STOP queues behind camera frames.
        options = [*channel_options(), ("grpc.use_local_subchannel_pool", 1)]
        target = endpoint.address.target
        if credentials is None:
            self._channel = grpc.insecure_channel(target, options=options)
        else:
            self._channel = grpc.secure_channel(target, credentials, options=options)
        self._address = endpoint.address.label
        self._metadata = endpoint.metadata
        self._lock = threading.Lock()
        self._sent: list[Sent] = []
        hardware: Any = daq_pb2_grpc.HardwareServiceStub(self._channel)  # type: ignore[no-untyped-call]
        engine: Any = daq_pb2_grpc.RunEngineServiceStub(self._channel)  # type: ignore[no-untyped-call]
        scans: Any = daq_pb2_grpc.ScanServiceStub(self._channel)  # type: ignore[no-untyped-call]
        self._methods: dict[Method, Any] = {
            "list devices": hardware.ListDevices,
            "stop motion": hardware.StopMotion,
            "abort plan": engine.AbortPlan,
            "list scans": scans.ListScans,
            "stop scan": scans.StopScan,
        }

    def send(
        self,
        method: Method,
        request: Any,
        timeout_s: float,
        device: str = "",
        send_again: Callable[[Sent], bool] | None = None,
    ) -> Sent:
        """Send a request without waiting; at the timeout it is taken back from the daemon too.

        `send_again` is called, on any thread, when the daemon turns out never to have heard it, and tells whether it
        has been sent by another line.
        """
        sent = Sent(Call("stop", device, self._address), send_again)
        self.carry(sent, method, request, timeout_s)
        return sent

    def carry(self, sent: Sent, method: Method, request: Any, timeout_s: float) -> None:
        """Send a request whose answer goes to one that is there already."""
        with self._lock:
            self._sent = [*(each for each in self._sent if not each.is_over), sent]
        try:
            sent.follow(self._methods[method].future(request, timeout=timeout_s, metadata=self._metadata))
        except ValueError:  # gRPC's word for a closed channel
            sent.lose()

    @property
    def is_idle(self) -> bool:
        """Whether all that was sent by it is over."""
        return all(sent.is_over for sent in self._sent)

    def close(self) -> None:
        """End the connection and everything on it."""
        self._channel.close()
