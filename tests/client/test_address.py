import dataclasses

import pytest

from rust_daq_jupyter.client.address import DEFAULT_PORT, Address
from rust_daq_jupyter.errors import BadValue


@pytest.mark.parametrize(
    ("text", "target", "tls"),
    [
        ("localhost:50051", "localhost:50051", False),
        ("127.0.0.1:1", "127.0.0.1:1", False),
        ("Beamline-7.Lab.Example:65535", "beamline-7.lab.example:65535", False),
        ("daq_server:50051", "daq_server:50051", False),
        ("daq.lab.example.:50051", "daq.lab.example:50051", False),
        ("localhost", f"localhost:{DEFAULT_PORT}", False),
        ("http://localhost:50052", "localhost:50052", False),
        ("HTTPS://daq.lab:443/", "daq.lab:443", True),
        ("https://daq.lab", f"daq.lab:{DEFAULT_PORT}", True),
        ("[::1]:50051", "[::1]:50051", False),
        ("[2001:DB8:0::1]", f"[2001:db8::1]:{DEFAULT_PORT}", False),
        ("https://[2001:db8::1]:50052", "[2001:db8::1]:50052", True),
        ("fe80::1", f"[fe80::1]:{DEFAULT_PORT}", False),
        ("::ffff:10.0.0.1", f"10.0.0.1:{DEFAULT_PORT}", False),
    ],
)
def test_addresses_as_people_write_them(text: str, target: str, tls: bool) -> None:
    address = Address.parse(f"  {text}\n")
    assert (address.target, address.tls, address.label, str(address)) == (target, tls, text, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "local host",
        "-host",
        "host-",
        "a:b:c",
        "1::2::3",
        "höst",
        "host\0",
        "../etc",
        ":50051",
        "host:",
        "host:0",
        "host:65536",
        "host:-1",
        "host:daq",
        "host:٣",
        "host:1:2",
        "ftp://host",
        "http://",
        "http://http://host",
        "host/path",
        "[::1",
        "::1]:1",
        "[host]:1",
        "[]:1",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadValue, match=r'looks like "localhost:50051"') as caught:
        Address.parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("user@host", "…@host"),
        ("http://user:T0KEN@daq.lab:1", "http://…@daq.lab:1"),
        ("https://T0KEN:a/b@daq.lab", "https://…@daq.lab"),
        ("http://daq.lab:1?token=T0KEN", "http://daq.lab:1?…"),
        ("daq.lab/#T0KEN", "daq.lab/?…"),
        ("http://user:a?T0KEN@daq.lab", "http://…"),
        ("daq.lab?token=T0KEN@x", "…"),
        ("http://daq.lab?x=http://T0KEN", "http://daq.lab?…"),
        ("http://T0KEN://@daq.lab", "http://…@daq.lab"),
    ],
)
def test_what_may_be_a_token_is_not_repeated(text: str, shown: str) -> None:
    with pytest.raises(BadValue, match="token=, or in RUST_DAQ_TOKEN") as caught:
        Address.parse(text)
    assert caught.value.message == f"{shown!r} is not an address"
    assert "T0KEN" not in str(caught.value)


@pytest.mark.parametrize("value", [None, 50051, ("localhost", 50051), b"localhost"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(BadValue, match="is not an address"):
        Address.parse(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other", ["LOCALHOST:50051", "127.0.0.1", "[::1]:50051", "127.0.0.2:50051", "::ffff:127.0.0.1", "http://localhost"]
)
def test_every_loopback_name_is_one_place(other: str) -> None:
    assert Address.parse(other).key == Address.parse("localhost:50051").key


def test_spellings_of_a_host_share_a_key_and_places_do_not() -> None:
    same = ["daq.lab", "DAQ.Lab:50051", "https://daq.lab:50051/", "daq.lab."]
    assert len({Address.parse(text).key for text in same}) == 1
    places = ["daq.lab", "daq.lab:50052", "daq2.lab", "localhost", "localhost:50052", "10.0.0.1", "[2001:db8::1]"]
    assert len({Address.parse(text).key for text in places}) == len(places)


def test_the_key_is_the_same_in_every_process_and_release() -> None:
    assert Address.parse("127.0.0.1:50051").key == "2dbbbb915673a658"


def test_an_address_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Address.parse("localhost").port = 1  # type: ignore[misc]
