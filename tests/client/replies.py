"""Hypothesis strategies for replies: well-formed and hostile, damaged, arbitrary bytes, statuses with trailers."""

from typing import Any

import grpc
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

from rust_daq_jupyter.wire._generated import daq_pb2, health_pb2
from tests.client.peer import Reply

SERVICES = (*daq_pb2.DESCRIPTOR.services_by_name.values(), *health_pb2.DESCRIPTOR.services_by_name.values())
METHODS = {f"/{service.full_name}/{method.name}": method for service in SERVICES for method in service.methods}
DEEPEST = 3
MEGABYTE = 1024 * 1024

HOSTILE_TEXTS = (
    "",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\x00\x07\x1b[31mred\x1b]0;title\x07",
    "one\ntwo\r\nthree\u2028four",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "../../../etc/passwd",
    "%s %n {0} ${x} `x`",
    "null",
    "NaN",
    "1e999",
    "9" * 5000,
    "[" * 20_000,
    '{"a":{"a":',
    "-inf",
    "🔬" * 50,
    "x" * MEGABYTE,
)
_texts = st.one_of(st.sampled_from(HOSTILE_TEXTS), st.text(max_size=8))
_floats = st.one_of(st.sampled_from((float("nan"), float("inf"), -float("inf"), 1.8e308, 5e-324, -0.0)), st.floats())
_bytes = st.one_of(st.binary(max_size=64), st.just(b"\xff\xff\xff\x7f" + bytes(16)))


def _whole(low: int, high: int) -> st.SearchStrategy[int]:
    return st.one_of(st.sampled_from((low, high, 0, 1)), st.integers(low, high))


_BY_TYPE: dict[int, st.SearchStrategy[Any]] = {
    FieldDescriptor.TYPE_DOUBLE: _floats,
    FieldDescriptor.TYPE_FLOAT: st.floats(width=32),
    FieldDescriptor.TYPE_BOOL: st.booleans(),
    FieldDescriptor.TYPE_STRING: _texts,
    FieldDescriptor.TYPE_BYTES: _bytes,
    FieldDescriptor.TYPE_ENUM: st.sampled_from((0, 1, 2, 99, -1, 2**31 - 1)),
    FieldDescriptor.TYPE_INT32: _whole(-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_INT64: _whole(-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT32: _whole(0, 2**32 - 1),
    FieldDescriptor.TYPE_UINT64: _whole(0, 2**64 - 1),
}


@st.composite
def messages(draw: Any, descriptor: Descriptor, depth: int = DEEPEST) -> Message:
    """A well-formed message in which every value may be hostile."""
    message: Any = GetMessageClass(descriptor)()
    for field in descriptor.fields:
        if not draw(st.booleans()) or (field.message_type and not depth):
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            _fill_map(draw, getattr(message, field.name), field.message_type, depth)
        elif field.is_repeated:
            values = [draw(_value(field, depth)) for _ in range(draw(st.integers(0, 3)))]
            getattr(message, field.name).extend(values)
        elif field.message_type:
            getattr(message, field.name).CopyFrom(draw(_value(field, depth)))
        else:
            setattr(message, field.name, draw(_value(field, depth)))
    return message


def _fill_map(draw: Any, entries: Any, entry: Descriptor, depth: int) -> None:
    key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
    for _ in range(draw(st.integers(0, 3))):
        if value.message_type:
            entries[draw(_value(key, depth))].CopyFrom(draw(_value(value, depth)))
        else:
            entries[draw(_value(key, depth))] = draw(_value(value, depth))


def _value(field: FieldDescriptor, depth: int) -> st.SearchStrategy[Any]:
    return messages(field.message_type, depth - 1) if field.message_type else _BY_TYPE[field.type]


@st.composite
def _damaged(draw: Any, method: MethodDescriptor) -> bytes:
    payload = draw(messages(method.output_type)).SerializeToString()[:4096]
    at = draw(st.integers(0, len(payload)))
    return bytes(payload[:at] + draw(st.binary(max_size=6)) + payload[at + draw(st.integers(0, 6)) :])


def _payloads(method: MethodDescriptor) -> st.SearchStrategy[bytes]:
    whole = messages(method.output_type).map(lambda message: message.SerializeToString())
    return st.one_of(whole, whole, _damaged(method), st.binary(max_size=200))


_TRAILERS = st.lists(
    st.tuples(
        st.sampled_from(("x-daq-error-kind", "x-daq-driver-kind", "x-daq-driver-type", "x-other")),
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40),
    )
    | st.tuples(st.just("x-daq-odd-bin"), st.binary(max_size=40)),
    max_size=3,
).map(tuple)


def _replies(method: MethodDescriptor, code: grpc.StatusCode) -> st.SearchStrategy[Reply]:
    most = 3 if method.server_streaming else 1
    return st.builds(
        Reply, st.lists(_payloads(method), max_size=most).map(tuple), st.just(code), _texts.map(_short), _TRAILERS
    )


def _short(text: str) -> str:
    """Headers beyond some kilobytes are refused by gRPC itself; one in a while is sent all the same."""
    return text if len(text) < 1000 else text[:20_000]


def replies(path: str) -> st.SearchStrategy[Reply]:
    """What a peer might answer to the rpc at a path, three times in four with a status of success."""
    method = METHODS[path]
    good, codes = st.just(grpc.StatusCode.OK), st.sampled_from(list(grpc.StatusCode))
    usual = st.builds(Reply, st.tuples(_payloads(method)))
    return st.one_of(usual, usual, usual, st.one_of(good, codes).flatmap(lambda code: _replies(method, code)))
