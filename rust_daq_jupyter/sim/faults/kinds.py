"""Each kind of fault as one small class: what it does before an rpc is carried out, and to what is sent after it."""

import asyncio
import random
from typing import Any, Protocol

import grpc
from google.protobuf.message import Message

from rust_daq_jupyter.sim.status import Refusal, refusal_by_kind
from rust_daq_jupyter.wire._generated import daq_pb2

Answer = Message | bytes
AS_A_LOST_CONNECTION = Refusal(grpc.StatusCode.UNAVAILABLE, "Stream removed (Socket closed)")
DRIVER_TYPE = "simulated"
DAMAGED_BYTES = 4
LONGEST_NOISE = 64


class Daemon(Protocol):
    """The whole daemon, as faults strike it."""

    def freeze(self, seconds: float) -> None:
        """Stop the process for that time."""

    def restart_soon(self, down_s: float) -> None:
        """Go away, and come back remembering nothing."""

    def disconnect(self, peer: str) -> int:
        """Close the connection of one peer."""

    def wedge_engine(self) -> None:
        """Leave the engine running for ever."""

    def leak_slots(self, count: int) -> None:
        """Lose slots of every host."""


class Sight(Protocol):
    """One rpc under way, as a fault sees it."""

    peer: str
    sent: int  # messages that have gone out
    daemon: Daemon


class Fault:
    """Something that goes wrong; this one does nothing. `by_message`: it strikes replies and messages, not calls."""

    by_message = False

    def concerns(self, answer: Answer) -> bool:
        """Whether this reply or message is one that it can strike."""
        return True

    async def before(self, sight: Sight) -> None:
        """The request has come in and is not carried out yet."""

    async def after(self, sight: Sight, answer: Answer) -> Answer | None:
        """What is sent in the place of a reply or message; None for nothing."""
        return answer


class Delay(Fault):
    """Carried out later, on the wall's clock."""

    def __init__(self, seconds: str) -> None:
        self._seconds = _seconds(seconds)

    async def before(self, sight: Sight) -> None:
        """Wait."""
        await asyncio.sleep(self._seconds)


class Refuse(Fault):
    """Answered with a status."""

    def __init__(self, code: str, *text: str) -> None:
        self.refusal = Refusal(grpc.StatusCode[code.upper()], ":".join(text))

    async def before(self, sight: Sight) -> None:
        """Refuse."""
        raise Refusal(self.refusal.code, self.refusal.text)


class Driver(Fault):
    """Answered as a driver's failure of a kind is, trailers included."""

    def __init__(self, kind: str, *text: str) -> None:
        self._parts = kind, DRIVER_TYPE, ":".join(text) or f"{kind} failure"
        refusal_by_kind(*self._parts)

    async def before(self, sight: Sight) -> None:
        """Refuse."""
        raise refusal_by_kind(*self._parts)


class Hang(Fault):
    """Neither carried out nor answered."""

    async def before(self, sight: Sight) -> None:
        """Wait until the caller gives up."""
        await for_ever()


class Drop(Fault):
    """Carried out, and nobody hears of it."""

    by_message = True

    async def after(self, sight: Sight, answer: Answer) -> Answer | None:
        """Nothing."""
        return None


class Garble(Fault):
    """Bytes that are damaged, cut off, or noise; the same for the same seed."""

    by_message = True

    def __init__(self, seed: str = "0") -> None:
        self._random = random.Random(int(seed))

    async def after(self, sight: Sight, answer: Answer) -> Answer | None:
        """Other bytes."""
        payload = answer if isinstance(answer, bytes) else answer.SerializeToString()
        ways = (self._damaged, self._cut_off, self._noise) if payload else (self._noise,)
        return self._random.choice(ways)(payload)

    def _damaged(self, payload: bytes) -> bytes:
        damaged = bytearray(payload)
        for _ in range(DAMAGED_BYTES):
            damaged[self._random.randrange(len(damaged))] = self._random.randrange(256)
        return bytes(damaged)

    def _cut_off(self, payload: bytes) -> bytes:
        return payload[: self._random.randrange(len(payload))]

    def _noise(self, _: bytes) -> bytes:
        return self._random.randbytes(self._random.randint(1, LONGEST_NOISE))


class Cut(Fault):
    """Ends as if the connection were lost."""

    def __init__(self, messages: str = "0") -> None:
        self._messages = int(messages)

    async def after(self, sight: Sight, answer: Answer) -> Answer | None:
        """The reply or the message, unless it is one too many."""
        if sight.sent < self._messages:
            return answer
        return await self._end(sight)

    async def _end(self, sight: Sight) -> Answer | None:
        raise Refusal(AS_A_LOST_CONNECTION.code, AS_A_LOST_CONNECTION.text)


class Disconnect(Cut):
    """Ends because the connection of who asked is closed, with everything else on it."""

    async def _end(self, sight: Sight) -> Answer | None:
        if sight.daemon.disconnect(sight.peer):
            await for_ever()
        return await super()._end(sight)


class Freeze(Fault):
    """The whole process stops for a while."""

    def __init__(self, seconds: str) -> None:
        self._seconds = _seconds(seconds)

    async def before(self, sight: Sight) -> None:
        """Stop; afterwards it is carried out as if nothing had been."""
        sight.daemon.freeze(self._seconds)


class Restart(Fault):
    """The process goes away with the reply unsaid."""

    def __init__(self, seconds: str) -> None:
        self._seconds = _seconds(seconds)

    async def after(self, sight: Sight, answer: Answer) -> Answer | None:
        """Nothing: the end of this life ends the rpc."""
        sight.daemon.restart_soon(self._seconds)
        await for_ever()
        return None


class WedgeEngine(Fault):
    """The run engine hangs in a plan that nobody carries out."""

    async def before(self, sight: Sight) -> None:
        """Wedge it, if it is not."""
        sight.daemon.wedge_engine()


class LeakSlots(Fault):
    """Slots for camera streams are lost, of every host."""

    def __init__(self, count: str = "3") -> None:
        self._count = int(count)

    async def before(self, sight: Sight) -> None:
        """So many are lost from now on."""
        sight.daemon.leak_slots(self._count)


class LoseDocuments(Fault):
    """Event documents that never arrive; those that begin and end a run do."""

    by_message = True

    def concerns(self, answer: Any) -> bool:
        """Events only."""
        return isinstance(answer, daq_pb2.Document) and answer.doc_type == daq_pb2.DOC_EVENT

    async def after(self, sight: Sight, answer: Answer) -> Answer | None:
        """Nothing."""
        return None


async def for_ever() -> None:
    """Wait until cancelled."""
    await asyncio.Event().wait()


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.0 <= seconds <= 86_400.0:
        raise ValueError(text)
    return seconds
