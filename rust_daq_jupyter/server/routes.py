"""The two addresses under the Jupyter Server that pages use; it knows HTTP and leaves the rest to the desk."""

import dataclasses
import json
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from rust_daq_jupyter.server.desk import StopDesk, UnknownTarget

# On every answer, refusals included: a page must know a 404 of ours from that of a server without these addresses.
MARK = "X-Rust-Daq"


def routes(base_url: str, desk: StopDesk) -> list[tuple[str, type[APIHandler], dict[str, Any]]]:
    """What to add to the web application."""
    return [
        (url_path_join(base_url, "rust-daq", "stop"), Stop, {"desk": desk}),
        (url_path_join(base_url, "rust-daq", "status"), Status, {"desk": desk}),
    ]


class _Route(APIHandler):
    def initialize(self, desk: StopDesk) -> None:
        """Called by Tornado for each request."""
        self.desk = desk

    def set_default_headers(self) -> None:
        """Called by Tornado for each answer."""
        super().set_default_headers()
        self.set_header(MARK, "1")


class Stop(_Route):
    """`POST rust-daq/stop` with `{"target": key or null, "device": id or null}`; null means every one."""

    @web.authenticated
    async def post(self) -> None:
        """Answers `{"reports": [...]}`, 400 for a body that cannot be read, 404 for a key that nobody registered."""
        body = _object(self.request.body)
        target, device = _text_or_null(body, "target"), _text_or_null(body, "device")
        try:
            reports = await self.desk.stop(target, device)
        except UnknownTarget as error:
            raise web.HTTPError(404, str(error)) from None
        except TimeoutError:
            raise web.HTTPError(504, "STOP was begun and is not confirmed") from None
        self.log.info("STOP %r: %s", device or "ALL", [(each.device, each.outcome, each.message) for each in reports])
        self.finish({"reports": [dataclasses.asdict(each) for each in reports]})


class Status(_Route):
    """`GET rust-daq/status`: the connections that STOP knows, without their tokens, and the daemons it reaches."""

    _track_activity = False  # it is polled: a page left open must not keep an idle server alive

    @web.authenticated
    async def get(self) -> None:
        """Answers `{"connections": [...], "daemons": [...]}`.

        A connection has `key`, `address`, `pid` and `alive`; a daemon `address`, `answers` (null as long as that is not
        known) and `kernels`.
        """
        known = await self.desk.connections()
        rows = [
            {"key": each.key, "address": each.endpoint.address.label, "pid": each.pid, "alive": each.is_alive}
            for each in known
        ]
        daemons = [dataclasses.asdict(each) for each in await self.desk.daemons()]
        self.finish({"connections": rows, "daemons": daemons})


def _object(text: bytes) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise web.HTTPError(400, 'the body must be {"target": ..., "device": ...}')
    return body


def _text_or_null(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name, "")
    if name not in body or not (value is None or isinstance(value, str)):
        raise web.HTTPError(400, f'"{name}" must be a text or null')
    return value
