"""Whatever a peer answers, every method of the client ends with a value or an error of ours: no crash, hang or leak."""

import asyncio
import dataclasses
import functools
import gc
import inspect
import threading
import time
from collections import Counter

import grpc
import psutil
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rust_daq_jupyter import AsyncClient
from rust_daq_jupyter.errors import BadMessage, DaemonTimeout, DaqError
from rust_daq_jupyter.wire._generated import daq_pb2 as pb
from tests.client.peer import Reply, ask, listening, methods
from tests.client.replies import METHODS, replies

pytestmark = pytest.mark.integration

EXAMPLES = 2_000
SOAK_EXAMPLES = 10_000
REPLAYED = 200  # answers that are given again and again, to see what grows
ROUNDS = 5
MAY_GROW_MB = 8.0
RESTS_WITHIN_S = 10.0
LONGEST_ERROR = 1200
EMPTY = Reply((b"",))
ALL = ["movable", "readable", "triggerable", "frame_producer", "exposure_controllable"]
DEVICE = pb.DeviceInfo(id="mock_stage", capabilities=ALL)
# What methods ask before they get to their own rpc.
GOOD = {
    "ListDevices": Reply((pb.ListDevicesResponse(devices=[DEVICE]).SerializeToString(),)),
    "GetEngineStatus": Reply((pb.EngineStatus(state=pb.ENGINE_RUNNING).SerializeToString(),)),
}


def memory_mb():
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20


def check(error):
    """One readable line of bounded length."""
    line = str(error)
    assert line
    assert line.isprintable(), line
    assert len(line) <= LONGEST_ERROR


def look_at(value):
    """Everything a user would do with a value: print it and read its properties."""
    repr(value)
    kinds = (property, functools.cached_property)
    names = [name for name, member in inspect.getmembers_static(type(value)) if isinstance(member, kinds)]
    for name in names if dataclasses.is_dataclass(value) else ():
        try:
            getattr(value, name)
        except DaqError as error:
            check(error)


async def outcome(client, name):
    """How a method ended: "value", or the name of an error of ours."""
    try:
        values = await ask(client, name)
    except DaqError as error:
        check(error)
        return type(error).__name__
    for value in values:
        look_at(value)
    return "value"


class Bombardment:
    """A client and its hostile peer on one loop; `asked` is the rpc of every method, `outcomes` what came of each."""

    def __init__(self, runner):
        self.runner = runner
        self.outcomes = Counter()
        self._peer_context = listening()

    def __enter__(self):
        self.peer = self.runner.run(self._peer_context.__aenter__())
        self.peer.reply, self.peer.by_rpc = EMPTY, dict(GOOD)
        self.client = AsyncClient(self.peer.address, timeout=2)
        self.runner.run(self.client.connect())
        self.asked = {name: self._path(name) for name in methods()}
        self.cases = []
        return self

    def __exit__(self, *_):
        self.runner.run(self.client.close())
        self.runner.run(self._peer_context.__aexit__(None, None, None))

    def _path(self, name):
        self.peer.asked = ""
        self.runner.run(outcome(self.client, name))
        return self.peer.asked

    def strike(self, name, reply):
        """One method, one answer."""
        self.peer.by_rpc = {**GOOD, self.asked[name].rpartition("/")[2]: reply}
        self.outcomes[self.runner.run(outcome(self.client, name))] += 1
        if len(self.cases) < REPLAYED:
            self.cases.append((name, reply))

    def run(self, examples):
        """So many methods and answers, as hypothesis makes them up."""
        cases = st.sampled_from(sorted(self.asked)).flatmap(
            lambda name: st.tuples(st.just(name), replies(self.asked[name]))
        )

        @settings(
            max_examples=examples,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(cases)
        def example(case):
            self.strike(*case)

        example()

    def grown_mb(self):
        """What the process grows by when it gets the same answers over and over; the first rounds warm up."""
        sizes = []
        for _ in range(ROUNDS):
            for name, reply in list(self.cases):
                self.strike(name, reply)
            sizes.append(memory_mb())
        return sizes[-1] - sizes[1]

    def running(self):
        """Tasks and threads that there are."""
        return len(asyncio.all_tasks(self.runner.get_loop())), threading.active_count()

    def rests_at(self, before):
        """Whether no more than `before` runs, once the peer has ended the last calls."""
        give_up_s = time.monotonic() + RESTS_WITHIN_S
        while self.running() != before and time.monotonic() < give_up_s:
            self.runner.run(asyncio.sleep(0.05))
        return self.running() == before


def bombard(examples):
    """The outcomes, after what must hold of any of them."""
    with asyncio.Runner() as runner, Bombardment(runner) as bombardment:
        assert set(bombardment.asked.values()) <= set(METHODS)
        assert len(set(bombardment.asked.values())) == len(bombardment.asked), "every method comes to an rpc of its own"
        before = bombardment.running()
        bombardment.run(examples)
        grown_mb = bombardment.grown_mb()
        assert grown_mb < MAY_GROW_MB
        assert bombardment.rests_at(before)
        assert sum(bombardment.outcomes.values()) >= examples
        assert {"value", "BadMessage", "Refused", "DaemonFault", "DeviceError"} <= set(bombardment.outcomes)
        print(f"{len(bombardment.asked)} methods, {grown_mb:.1f} MB more: {dict(bombardment.outcomes)}")


def test_hostile_replies(caplog):
    bombard(EXAMPLES)
    # gRPC's server is the peer; its poller speaks of loops that other tests have closed.
    words = [record.getMessage() for record in caplog.records]
    ours = [line for line in words if "servicer" not in line and "PollerCompletionQueue" not in line]
    assert not ours, "what cannot be read is an error, not a line in a log"


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_ten_thousand_hostile_replies():
    bombard(SOAK_EXAMPLES)


async def test_bytes_that_are_no_message_are_a_bad_message_with_device_and_operation():
    async with listening() as peer:
        peer.reply = EMPTY
        async with AsyncClient(peer.address, timeout=5) as client:
            units = 8 * pb.ReadValueResponse.DESCRIPTOR.fields_by_name["units"].number + 2
            for payload in (b"\xff\xff\xff", b"\x0a\x7fab", bytes((units, 2)) + b"\xff\xfe"):
                peer.reply = Reply((payload,))
                with pytest.raises(BadMessage, match=f"mock_stage: .*{len(payload)} bytes") as caught:
                    await client.read_value("mock_stage")
                assert (caught.value.operation, caught.value.device) == ("read", "mock_stage")


async def test_a_stream_ends_with_the_first_message_that_cannot_be_read():
    async with listening() as peer:
        peer.reply = EMPTY
        async with AsyncClient(peer.address, timeout=5) as client:
            peer.reply = Reply((b"", b"\xff\xff\xff", b""))
            stream = client.stream_values("mock_stage")
            assert (await anext(stream)).value == 0
            with pytest.raises(BadMessage, match="mock_stage: stream values"):
                await anext(stream)


async def test_no_reply_and_two_replies_to_one_question():
    async with listening() as peer:
        peer.reply = EMPTY
        async with AsyncClient(peer.address, timeout=0.5) as client:
            peer.reply = Reply(())
            with pytest.raises(BadMessage, match="there is none"):
                await client.list_devices()
            peer.reply = Reply((b"", b""))
            with pytest.raises(DaemonTimeout):  # gRPC itself waits for an end that cannot come
                await client.list_devices()


async def test_a_status_larger_than_any_header_is_an_error_of_ours():
    async with listening() as peer:
        peer.reply = EMPTY
        async with AsyncClient(peer.address, timeout=5) as client:
            peer.reply = Reply((), grpc.StatusCode.INTERNAL, "x" * 2**20)
            with pytest.raises(DaqError) as caught:
                await client.list_devices()
            check(caught.value)


IDLE = Reply((pb.EngineStatus(state=pb.ENGINE_IDLE).SerializeToString(),))
QUEUED = Reply((pb.QueuePlanResponse(success=True, run_uid="u", queue_position=1).SerializeToString(),))


@pytest.mark.parametrize("rpc", ["ListDevices", "GetEngineStatus", "QueuePlan", "StreamDocuments", "StartEngine"])
@pytest.mark.parametrize(
    "reply",
    [Reply((b"\xff\xff\xff",)), Reply(()), Reply((), grpc.StatusCode.INTERNAL, "<b>\n" * 300)],
    ids=["garbage", "nothing", "status"],
)
async def test_a_plan_ends_whatever_the_daemon_answers(rpc, reply):
    async with listening() as peer:
        peer.reply = EMPTY
        async with AsyncClient(peer.address, timeout=2) as client:
            peer.by_rpc = {**GOOD, "GetEngineStatus": IDLE, "QueuePlan": QUEUED, rpc: reply}
            async with asyncio.timeout(30):
                with pytest.raises(DaqError) as caught:
                    async for _ in client.run_plan("count", {"num_points": 1}, {"detector": "mock_stage"}):
                        pass
            check(caught.value)
