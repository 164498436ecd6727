"""`Tap`: the points of one of the daemon's scans, from the ring buffer that it shares with its host."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any, Self

from rust_daq_jupyter.client.client import AsyncClient
from rust_daq_jupyter.client.ring import RingBuffer
from rust_daq_jupyter.errors import BadMessage, DaqError, Refused
from rust_daq_jupyter.wire.scans import ScanProgress

log = logging.getLogger(__name__)


class Tap:
    """Reads on where it was. Whoever opens, closes.

    Args:
        ring: the buffer, which this closes.
        position: where to begin.
        scan_id: of the scan that is meant; every one when it is empty.
    """

    def __init__(self, ring: RingBuffer, position: int, scan_id: str = "") -> None:
        self._ring = ring
        self._position = position
        self.scan_id = scan_id
        self._reader = ring.progress(position)
        self._stream_id = ring.header().stream_id

    @classmethod
    async def of_daemon(cls, client: AsyncClient) -> Self | None:
        """From the end of what stands there now; None where the buffer cannot be read from here."""
        try:
            info = await client.get_ring_buffer_tap_info()
            return cls(RingBuffer.of(info), info.write_head)
        except DaqError as error:
            log.info("points come by the stream alone: %s", error)
            return None

    @classmethod
    def of_entry(cls, entry: Mapping[str, Any]) -> Self | None:
        """From where a scan began that another process had started; None where its buffer is gone or elsewhere."""
        if "ring" not in entry:
            return None
        try:
            return cls(RingBuffer(entry["ring"], entry["stream_id"]), entry["position"], entry["scan_id"])
        except (Refused, BadMessage) as error:
            log.info("%s", error)
            return None

    def as_json(self) -> dict[str, Any]:
        """What `of_entry` needs to find it again."""
        return {"ring": str(self._ring.path), "stream_id": self._stream_id, "position": self._position}

    def points(self) -> Iterator[ScanProgress]:
        """The points of the scan that came since the last look."""
        if self._reader.restarts:  # another daemon's by now: what it holds is another scan's
            return
        for point in self._reader:
            if point.scan_id == self.scan_id and not self._reader.restarts:
                yield point

    def close(self) -> None:
        """Unmaps the buffer."""
        self._ring.close()
