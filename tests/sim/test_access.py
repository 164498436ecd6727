"""Tokens, by the daemon's rules."""

import base64
import hashlib
import hmac
import json
import time

import grpc
import pytest

from rust_daq_jupyter.sim.access import Access
from rust_daq_jupyter.sim.status import Refusal

TOKEN = "opensesame"


def signed(claims, key=TOKEN, algorithm="HS256"):
    parts = [json.dumps(part).encode() for part in ({"alg": algorithm, "typ": "JWT"}, claims)]
    text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = hmac.new(key.encode(), text, hashlib.sha256).digest()
    return (text + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


SOON = {"exp": time.time() + 3600}


@pytest.mark.parametrize(
    "headers",
    [
        [("authorization", f"Bearer {TOKEN}")],
        [("authorization", f"bearer {TOKEN}")],
        [("authorization", f"ApiKey {TOKEN}")],
        [("authorization", TOKEN)],
        [("x-api-key", TOKEN)],
        [("authorization", f"Bearer {signed(SOON)}")],
    ],
)
def test_these_pass(headers):
    Access(TOKEN).check(headers)


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ([], "missing authorization token"),
        ([("authorization", "Bearer wrong")], "invalid authentication token"),
        ([("authorization", "Bearer wrong"), ("x-api-key", TOKEN)], "invalid authentication token"),
        ([("authorization", signed({}))], "invalid authentication token"),
        ([("authorization", signed({"exp": time.time() - 1}))], "invalid authentication token"),
        ([("authorization", signed({**SOON, "aud": "x"}))], "invalid authentication token"),
        ([("authorization", signed(SOON, key="other"))], "invalid authentication token"),
        ([("authorization", signed(SOON, algorithm="none"))], "invalid authentication token"),
        ([("authorization", "a.b.c")], "invalid authentication token"),
        ([("authorization", "é.1.W10")], "invalid authentication token"),
    ],
)
def test_these_do_not(headers, text):
    with pytest.raises(Refusal) as caught:
        Access(TOKEN).check(headers)
    assert (caught.value.code, caught.value.text) == (grpc.StatusCode.UNAUTHENTICATED, text)


def test_without_a_token_everyone_passes():
    Access(None).check([])
