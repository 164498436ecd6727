"""Scripts as the daemon executes them: in an engine so bare that no instrument can be reached; it knows no rpc."""

import asyncio
import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from rust_daq_jupyter.sim.clock import wall_ns
from rust_daq_jupyter.sim.journal import narrate
from rust_daq_jupyter.sim.script_text import Block, Node, parse

MOST_OPERATIONS = 10_000
YIELDS_EVERY = 100
LONGEST_TEXT = 100_000
_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TYPES = {bool: "bool", int: "i64", float: "f64", str: "&str | ImmutableString | String", type(None): "()"}


class ScriptError(Exception):
    """What stopped a script, in the engine's words."""


class _Broken(Exception):
    """A `break`."""


@dataclass
class Execution:
    """One execution of a script; `state` is RUNNING, COMPLETED, ERROR or STOPPED."""

    id: str
    script_id: str
    state: str = "RUNNING"
    error: str = ""
    start_ns: int = field(default_factory=wall_ns)
    end_ns: int = 0
    task: "asyncio.Task[None] | None" = None

    def begin(self, block: Block) -> None:
        """Executes it in the background."""
        self.task = asyncio.create_task(self._run(block))

    def stop(self) -> bool:
        """Ends it; whether there was anything to end."""
        if self.state != "RUNNING":
            return False
        if self.task:
            self.task.cancel()
        self._end("STOPPED")
        return True

    async def _run(self, block: Block) -> None:
        try:
            value = await _Interpreter().run(block)
            if value is not None:
                raise ScriptError(f"Output type incorrect: {_type(value)} (expecting ())")
            self._end("COMPLETED")
        except ScriptError as error:
            self._end("ERROR", str(error))

    def _end(self, state: str, error: str = "") -> None:
        if self.state == "RUNNING":
            self.state, self.error, self.end_ns = state, error, wall_ns()


class _Interpreter:
    """Variables and a count of operations."""

    def __init__(self) -> None:
        self._variables: dict[str, Any] = {}
        self._operations = count(1)

    async def run(self, block: Block) -> Any:
        """The block's value, None for unit."""
        try:
            return await self._block(block)
        except _Broken:
            raise ScriptError("'break' must be inside a loop") from None
        except RecursionError:
            raise ScriptError("Stack overflow") from None

    async def _block(self, block: Block) -> Any:
        value = None
        for statement in block.statements:
            value = await self._do(statement)
        return value if block.has_value else None

    async def _do(self, node: Node) -> Any:
        done = next(self._operations)
        if done > MOST_OPERATIONS:
            raise ScriptError("Too many operations")
        if done % YIELDS_EVERY == 0:
            await asyncio.sleep(0)
        return await getattr(self, f"_{node[0]}")(*node[1:])

    async def _value(self, value: Any) -> Any:
        return value

    async def _name(self, name: str) -> Any:
        if name not in self._variables:
            raise ScriptError(f"Variable not found: {name}")
        return self._variables[name]

    async def _let(self, name: str, value: Node | None) -> None:
        self._variables[name] = None if value is None else await self._do(value)

    async def _set(self, name: str, value: Node) -> None:
        await self._name(name)
        self._variables[name] = await self._do(value)

    async def _if(self, condition: Node, then: Block, otherwise: Block | None) -> Any:
        if await self._truth(condition):
            return await self._block(then)
        return None if otherwise is None else await self._block(otherwise)

    async def _while(self, condition: Node, body: Block) -> None:
        try:
            while await self._truth(condition):
                await self._block(body)
        except _Broken:
            return

    async def _for(self, name: str, over: Node, body: Block) -> None:
        items = await self._do(over)
        if not isinstance(items, range):
            raise ScriptError(f"For loop expects an iterable type: {_type(items)}")
        try:
            for item in items:
                self._variables[name] = item
                await self._do(("value", item))
                await self._block(body)
        except _Broken:
            return

    async def _break(self) -> None:
        raise _Broken

    async def _truth(self, condition: Node) -> bool:
        value = await self._do(condition)
        if not isinstance(value, bool):
            raise ScriptError(f"Data type incorrect: {_type(value)} (expecting bool)")
        return value

    async def _unary(self, sign: str, node: Node) -> Any:
        value = await self._do(node)
        if sign == "!" and isinstance(value, bool):
            return not value
        if sign == "-" and _is_number(value):
            return -value
        raise ScriptError(f"Function not found: {sign} ({_type(value)})")

    async def _binary(self, sign: str, left: Node, right: Node) -> Any:
        first = await self._do(left)
        if sign in ("&&", "||") and isinstance(first, bool):
            return await self._truth(right) if first == (sign == "&&") else first
        return _combined(sign, first, await self._do(right))

    async def _call(self, name: str, arguments: tuple[Node, ...]) -> None:
        values = [await self._do(argument) for argument in arguments]
        if name not in ("print", "debug") or len(values) != 1:
            raise ScriptError(f"Function not found: {name} ({', '.join(map(_type, values))})")
        narrate(f"script: {values[0]!s:.200}")


def _combined(sign: str, left: Any, right: Any) -> Any:
    if sign in ("==", "!="):
        return (type(left) is type(right) and left == right) == (sign == "==")
    if sign == "+" and isinstance(left, str):
        text = left + str(right)
        if len(text) > LONGEST_TEXT:
            raise ScriptError("Length of string too large")
        return text
    if not (_is_number(left) and _is_number(right)):
        raise ScriptError(f"Function not found: {sign} ({_type(left)}, {_type(right)})")
    if sign in ("..", "..="):
        return range(int(left), int(right) + (sign == "..="))
    value = _divided(sign, left, right) if sign in "/%" else _NUMBERS[sign](left, right)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        raise ScriptError(f"Arithmetic error: overflow of {sign}")
    return value


def _divided(sign: str, left: Any, right: Any) -> Any:
    if isinstance(left, float) or isinstance(right, float):
        try:
            return left / right if sign == "/" else math.fmod(left, right)
        except (ZeroDivisionError, ValueError):
            return math.nan
    if right == 0:
        raise ScriptError(f"Arithmetic error: division by zero: {left} {sign} 0")
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient if sign == "/" else left - quotient * right


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _type(value: Any) -> str:
    return "Range<i64>" if isinstance(value, range) else _TYPES[type(value)]


__all__ = ["Execution", "ScriptError", "parse"]
