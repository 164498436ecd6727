"""A peer that answers every rpc with whatever it is told, over real gRPC, and a walk over all methods of a client."""

import asyncio
import dataclasses
import inspect
import types
import typing
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import grpc

from rust_daq_jupyter import AsyncClient

ANSWERS_WITHIN_S = 5.0
MESSAGES_READ = 10
NOT_RPCS = {"connect", "close", "check_may_act", "listen", "run_plan"}
# Arguments that are checked before anything is sent, and so cannot be made up from their types.
SPECIAL: dict[str, dict[str, Any]] = {"queue_plan": {"plan_type": "count", "parameters": {"num_points": 1}}}
EXAMPLES: dict[Any, Any] = {
    str: "mock_stage",
    int: 1,
    float: 1.0,
    bool: True,
    bytes: b"x",
    Any: 1,
    Path: Path("nowhere"),
}


@dataclasses.dataclass(frozen=True)
class Reply:
    """Payloads, whatever they are, and then a status."""

    payloads: tuple[bytes, ...] = ()
    code: grpc.StatusCode = grpc.StatusCode.OK
    details: str = ""
    trailers: tuple[tuple[str, str | bytes], ...] = ()


class Peer(grpc.GenericRpcHandler):
    """Answers with `reply`, or to the rpcs named in `by_rpc` with another one; `asked` is the path of the last rpc."""

    def __init__(self) -> None:
        self.reply = Reply()
        self.by_rpc: dict[str, Reply] = {}
        self.asked = ""
        self.address = ""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        """Every rpc, of any service."""
        self.asked = handler_call_details.method
        reply = self.by_rpc.get(self.asked.rpartition("/")[2], self.reply)
        return grpc.stream_stream_rpc_method_handler(partial(_answer, reply))


async def _answer(reply: Reply, _: Any, context: Any) -> None:
    for payload in reply.payloads:
        await context.write(payload)
    if reply.code is grpc.StatusCode.OK:
        context.set_trailing_metadata(reply.trailers)
        context.set_details(reply.details)
    else:
        await context.abort(reply.code, reply.details, reply.trailers)


@asynccontextmanager
async def listening() -> AsyncIterator[Peer]:
    """A peer on a port of its own, on the running loop."""
    peer = Peer()
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((peer,))
    peer.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    try:
        yield peer
    finally:
        await server.stop(None)


def methods() -> dict[str, Callable[..., Any]]:
    """Every method of the client that ends in an rpc, by name."""
    found = inspect.getmembers(AsyncClient, inspect.isfunction)
    return {name: method for name, method in found if not name.startswith("_") and name not in NOT_RPCS}


def arguments(method: Callable[..., Any]) -> dict[str, Any]:
    """Plain arguments for whatever a method requires, by the types it declares."""
    if method.__name__ in SPECIAL:
        return SPECIAL[method.__name__]
    hints = typing.get_type_hints(method)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    needed = [item.name for item in parameters if item.default is item.empty and item.kind in named]
    return {name: example(hints[name]) for name in needed}


def example(kind: Any) -> Any:
    """A value of a declared type."""
    if kind in EXAMPLES:
        return EXAMPLES[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return inner[0]
    if origin in (typing.Union, types.UnionType):
        return example(inner[0])
    if origin is not None and issubclass(origin, Mapping):
        return {example(inner[0]): example(inner[1])}
    if origin is not None and issubclass(origin, Collection | Iterable):
        return [example(inner[0])]
    if dataclasses.is_dataclass(kind):
        fields = typing.get_type_hints(kind)
        missing = dataclasses.MISSING
        needed = [
            item.name
            for item in dataclasses.fields(kind)
            if item.default is missing and item.default_factory is missing
        ]
        return kind(**{name: example(fields[name]) for name in needed})
    raise TypeError(f"no example of {kind!r}: add one to EXAMPLES")


async def ask(client: AsyncClient, name: str) -> list[Any]:
    """What a method gives: its value, or the first values of its stream. TimeoutError when it hangs."""
    method = methods()[name]
    async with asyncio.timeout(ANSWERS_WITHIN_S):
        given = method(client, **arguments(method))
        if inspect.isawaitable(given):
            given = await given
        if not hasattr(given, "__anext__"):
            return [given]
        items = []
        try:
            async for item in given:
                items.append(item)
                if len(items) == MESSAGES_READ:
                    break
        finally:
            await given.aclose()
        return items
