from pathlib import Path

import grpc
import pytest

from rust_daq_jupyter.client.address import Address
from rust_daq_jupyter.client.options import Endpoint, call_metadata, channel_options
from rust_daq_jupyter.errors import BadValue


def test_every_timer_that_notices_a_frozen_daemon_is_set() -> None:
    options = dict(channel_options())
    timers = [f"grpc.{name}" for name in ("keepalive_time_ms", "keepalive_timeout_ms", "http2.ping_timeout_ms")]
    assert all(0 < options[name] <= 10_000 for name in timers)
    assert options["grpc.max_receive_message_length"] >= 64 * 1024 * 1024


def test_a_token_travels_as_bearer_and_none_as_nothing() -> None:
    assert call_metadata("secret") == (("authorization", "Bearer secret"),)
    assert call_metadata("") == call_metadata(None) == ()


@pytest.mark.parametrize("token", ["two\nlines", "schlüssel", "tab\t", "nul\0"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(BadValue, match="cannot be sent") as caught:
        call_metadata(token)
    assert token not in str(caught.value)


def test_an_endpoint_never_shows_its_token() -> None:
    endpoint = Endpoint(Address.parse("localhost"), "secret")
    assert "secret" not in f"{endpoint!r} {endpoint}"
    assert endpoint.metadata == (("authorization", "Bearer secret"),)


def test_plain_text_has_no_credentials_and_tls_has() -> None:
    plain, encrypted = Address.parse("localhost"), Address.parse("https://localhost")
    assert Endpoint(plain).credentials() is None
    assert isinstance(Endpoint(encrypted).credentials(), grpc.ChannelCredentials)


def test_an_authority_of_ones_own_implies_tls(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("-----BEGIN CERTIFICATE-----\n")
    endpoint = Endpoint(Address.parse("localhost"), ca_path=str(authority))
    assert endpoint.tls
    assert isinstance(endpoint.credentials(), grpc.ChannelCredentials)


def test_a_missing_authority_is_named() -> None:
    with pytest.raises(BadValue, match=r"'/no/such.pem' cannot be read: No such file"):
        Endpoint(Address.parse("localhost"), ca_path="/no/such.pem").credentials()
