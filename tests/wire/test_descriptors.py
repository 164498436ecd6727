"""The compiled descriptors against the table of the daemon's wire contract (wire.md), field by field."""

import re
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
)

from rust_daq_jupyter.wire._generated import daq_pb2, health_pb2

TABLE = (Path(__file__).parent / "wire.md").read_text()
FILES = {"daq.proto": daq_pb2, "health.proto": health_pb2}
KINDS = {(False, False): "unary", (False, True): "server-stream"}
SCALARS = {
    number: name.removeprefix("TYPE_").lower() for name, number in FieldDescriptorProto.Type.items()
}  # 1: double, 9: string


def table_of(file_name):
    """The part of the table about one file: services, enums and messages, each as text by name."""
    part = TABLE.split(f"# File `{file_name}`")[1].split("# File")[0]
    services, rest = part.split("## Enums")
    enums, messages = rest.split("## Messages")
    return {
        "package": re.search(r"package `(\S+)`", part)[1],
        "services": {
            block.split("`")[0]: [tuple(row.strip("| ").split(" | ")) for row in rows(block)]
            for block in services.split("### `")[1:]
        },
        "enums": entries(enums),
        "messages": {name: [] if text == "(empty)" else text.split("; ") for name, text in entries(messages).items()},
    }


def rows(block):
    return [line for line in block.splitlines() if re.match(r"\| [A-Z]", line)]


def entries(section):
    return dict(re.findall(r"^- `([\w.]+)`: (.*)$", section, flags=re.MULTILINE))


def described(module):
    """The same of what protoc compiled."""
    file = FileDescriptorProto.FromString(module.DESCRIPTOR.serialized_pb)
    enums, messages = nested(file, "")
    return {
        "package": file.package,
        "services": {
            f"{file.package}.{service.name}": [method_row(method) for method in service.method]
            for service in file.service
        },
        "enums": {
            name: ", ".join(f"{value.name}={value.number}" for value in enum.value) for name, enum in enums.items()
        },
        "messages": {
            name: [field_text(field, message, file) for field in message.field] for name, message in messages.items()
        },
    }


def nested(scope, prefix) -> tuple[dict[str, EnumDescriptorProto], dict[str, DescriptorProto]]:
    """Enums and messages of a file or a message, at every depth, by dotted name; the entries of maps left out."""
    inner = scope.message_type if isinstance(scope, FileDescriptorProto) else scope.nested_type
    enums = {prefix + enum.name: enum for enum in scope.enum_type}
    messages = {prefix + message.name: message for message in inner if not message.options.map_entry}
    for name, message in list(messages.items()):
        more_enums, more_messages = nested(message, f"{name}.")
        enums |= more_enums
        messages |= more_messages
    return enums, messages


def method_row(method):
    kind = KINDS[method.client_streaming, method.server_streaming]
    return method.name, method.input_type.split(".")[-1], method.output_type.split(".")[-1], kind


def field_text(field, message, file):
    """A field as the table writes it: number, name, label, type, mark."""
    marks = " [deprecated]" if field.options.deprecated else ""
    return f"{field.number} {field.name} {label_text(field, message)}{type_text(field, message, file)}{marks}"


def label_text(field, message):
    if field.proto3_optional:
        return "optional "
    if field.HasField("oneof_index"):
        return f"oneof({message.oneof_decl[field.oneof_index].name}) "
    repeated = field.label == field.LABEL_REPEATED and map_entry(field, message) is None
    return "repeated " if repeated else ""


def type_text(field, message, file):
    entry = map_entry(field, message)
    if entry is not None:
        return f"map<{','.join(type_text(part, entry, file) for part in entry.field)}>"
    if field.type in (field.TYPE_MESSAGE, field.TYPE_ENUM):
        name = field.type_name.removeprefix(f".{file.package}.")
        return f"enum {name}" if field.type == field.TYPE_ENUM else name
    return SCALARS[field.type]


def map_entry(field, message):
    name = field.type_name.split(".")[-1]
    return next((entry for entry in message.nested_type if entry.name == name and entry.options.map_entry), None)


@pytest.mark.parametrize("file_name", FILES)
@pytest.mark.parametrize("part", ["package", "services", "enums", "messages"])
def test_the_descriptors_equal_the_table(file_name, part):
    assert described(FILES[file_name])[part] == table_of(file_name)[part]


@pytest.mark.parametrize("read", [table_of, lambda name: described(FILES[name])], ids=["table", "compiled"])
def test_the_totals(read):
    """Both readers see everything: the totals stand in words at the head of the table."""
    files = [read(name) for name in FILES]
    services = [rpcs for file in files for rpcs in file["services"].values()]
    messages = [fields for file in files for fields in file["messages"].values()]
    totals = {
        "services": len(services),
        "rpcs": sum(map(len, services)),
        "messages": len(messages),
        "enums": sum(len(file["enums"]) for file in files),
        "fields": sum(map(len, messages)),
    }
    stated = re.search(r"^Totals: (.*?)\.", TABLE, flags=re.MULTILINE)[1]
    assert ", ".join(f"{number} {what}" for what, number in totals.items()) == stated


@pytest.mark.parametrize("module", FILES.values(), ids=FILES)
def test_both_files_are_proto3(module):
    assert FileDescriptorProto.FromString(module.DESCRIPTOR.serialized_pb).syntax == "proto3"
