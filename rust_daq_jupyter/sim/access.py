"""Who may call: a token in front of every rpc, health included, by the daemon's rules."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterable

import grpc

from rust_daq_jupyter.sim.status import Refusal

_SCHEMES = ("bearer ", "apikey ")


class Access:
    """Lets through the token itself, or a JSON web token signed with it (HS256, not expired, without audience)."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def check(self, metadata: Iterable[tuple[str, str | bytes]]) -> None:
        """Refuses with UNAUTHENTICATED; `authorization` goes before `x-api-key`."""
        if self._token is None:
            return
        headers = {key: value for key, value in metadata if isinstance(value, str)}
        given = headers.get("authorization", headers.get("x-api-key"))
        if given is None:
            raise Refusal(grpc.StatusCode.UNAUTHENTICATED, "missing authorization token")
        given = _without_scheme(given)
        if not hmac.compare_digest(given.encode(), self._token.encode()) and not self._is_signed(given):
            raise Refusal(grpc.StatusCode.UNAUTHENTICATED, "invalid authentication token")

    def _is_signed(self, given: str) -> bool:
        signed, _, signature = given.rpartition(".")
        try:
            header, claims = (json.loads(_unbase64(part)) for part in signed.split("."))
            matches = hmac.compare_digest(_unbase64(signature), self._signature(signed))
            return bool(matches and header["alg"] == "HS256" and "aud" not in claims and claims["exp"] > time.time())
        except (ValueError, binascii.Error, KeyError, TypeError):
            return False

    def _signature(self, signed: str) -> bytes:
        return hmac.new((self._token or "").encode(), signed.encode(), hashlib.sha256).digest()


def _without_scheme(given: str) -> str:
    for scheme in _SCHEMES:
        if given.lower().startswith(scheme):
            return given[len(scheme) :].strip()
    return given.strip()


def _unbase64(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
