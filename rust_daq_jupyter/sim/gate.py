"""The one door through which every rpc goes: size, token, log and faults; what is behind it sees plain requests."""

import traceback
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from rust_daq_jupyter.sim.access import Access
from rust_daq_jupyter.sim.call import Call
from rust_daq_jupyter.sim.faults import Faults, Visit
from rust_daq_jupyter.sim.faults.kinds import Answer, for_ever
from rust_daq_jupyter.sim.journal import Journal, narrate
from rust_daq_jupyter.sim.status import DriverError, Refusal, refusal_for

LARGEST_REQUEST = 4 * 1024 * 1024
Context = grpc.aio.ServicerContext[Any, Any]
Work = Callable[[Message, Call, Context, Visit], Awaitable[Answer | None]]


class Gate:
    """Makes gRPC handlers of the methods of plain objects named like the rpcs; `open` counts the rpcs under way."""

    def __init__(self, access: Access, faults: Faults, journal: Journal) -> None:
        self._access = access
        self._faults = faults
        self._journal = journal
        self.open: Counter[str] = Counter()

    def service(self, descriptor: ServiceDescriptor, *parts: object) -> grpc.GenericRpcHandler:
        """A service whose rpcs are found on one of its parts; an rpc that is on none answers UNIMPLEMENTED."""
        handlers = {}
        for method in descriptor.methods:
            for part in parts:
                if behavior := getattr(part, method.name, None):
                    handlers[method.name] = self._handler(method, behavior)
        return grpc.method_handlers_generic_handler(descriptor.full_name, handlers)

    def _handler(self, method: MethodDescriptor, behavior: Callable[..., Any]) -> "grpc.RpcMethodHandler[Any, Any]":
        make = grpc.unary_stream_rpc_method_handler if method.server_streaming else grpc.unary_unary_rpc_method_handler
        work = _streaming(behavior) if method.server_streaming else _answering(behavior)
        return make(self._guarded(method, work), response_serializer=_serialized)

    def _guarded(self, method: MethodDescriptor, work: Work) -> Callable[[bytes, Context], Awaitable[Answer | None]]:
        request_class = GetMessageClass(method.input_type)
        service = method.containing_service.full_name

        async def guarded(payload: bytes, context: Context) -> Answer | None:
            decoded = _decoded(request_class, payload)
            request = None if isinstance(decoded, Refusal) else decoded
            call = Call(context)
            entry = self._journal.received(service, method.name, call.peer, request)
            visit = self._faults.visit(method.name, call.peer)
            self.open[method.name] += 1
            code, text = grpc.StatusCode.CANCELLED, ""
            trailers: tuple[tuple[str, str], ...] = ()
            try:
                self._access.check(context.invocation_metadata() or ())
                if isinstance(decoded, Refusal):
                    raise decoded
                await visit.begin()
                answer = await work(decoded, call, context, visit)
                code = grpc.StatusCode.OK
                return answer
            except Exception as error:
                refusal = _refusal(error, method.name)
                code, text, trailers = refusal.code, refusal.text, refusal.trailers
            finally:
                self.open[method.name] -= 1
                self._journal.ended(entry, code.name, text)
            await context.abort(code, text, trailers)
            return None

        return guarded


def unregistered() -> grpc.GenericRpcHandler:
    """Answers what no service knows as the daemon does: UNIMPLEMENTED without a message."""
    return _Unregistered()


class _Unregistered(grpc.GenericRpcHandler):
    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[Any, Any]":
        return grpc.stream_stream_rpc_method_handler(_unimplemented)


async def _unimplemented(_: Any, context: Context) -> None:
    await context.abort(grpc.StatusCode.UNIMPLEMENTED, "")


def _answering(behavior: Callable[[Message, Call], Awaitable[Message]]) -> Work:
    async def answer(request: Message, call: Call, context: Context, visit: Visit) -> Answer | None:
        passed = await visit.passed(await behavior(request, call))
        if passed is None:
            await for_ever()
        return passed

    return answer


def _streaming(behavior: Callable[[Message, Call], AsyncGenerator[Message, None]]) -> Work:
    async def stream(request: Message, call: Call, context: Context, visit: Visit) -> Answer | None:
        messages = behavior(request, call)
        try:
            async for message in messages:
                passed = await visit.passed(message)
                if passed is not None:
                    await context.write(passed)
        finally:
            await messages.aclose()
        return None

    return stream


def _serialized(answer: Answer) -> bytes:
    return answer if isinstance(answer, bytes) else answer.SerializeToString()


def _decoded(request_class: type[Message], payload: bytes) -> Message | Refusal:
    if len(payload) > LARGEST_REQUEST:
        limit = f"found {len(payload)} bytes, the limit is: {LARGEST_REQUEST} bytes"
        return Refusal(grpc.StatusCode.OUT_OF_RANGE, f"Error, decoded message length too large: {limit}")
    try:
        return request_class.FromString(payload)
    except DecodeError as error:
        return Refusal(grpc.StatusCode.INTERNAL, f"failed to decode Protobuf message: {error}")


def _refusal(error: Exception, rpc: str) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, DriverError):
        return refusal_for(error)
    narrate(f"{rpc} failed inside the simulator\n{traceback.format_exc()}")
    return Refusal(grpc.StatusCode.INTERNAL, f"simulator: {error!r}")
