"""A process that holds one StartEngine call to its end, so that whoever asked for it may die.

Run as `python -m rust_daq_jupyter.client.holder`. On standard input: a line of JSON that says where the daemon is, then
the word "start", or nothing, which ends it. On standard output: a line of JSON that says how the call ended. It knows
nothing else, imports as little as it can, and outlives its parent.
"""

import json
import os
import sys
from typing import Any

import grpc

STARTED = "start"
# A peer that is silent for so long is gone; a shorter limit would end the call of a daemon that was only busy.
OPTIONS = (("grpc.keepalive_time_ms", 60_000), ("grpc.http2.ping_timeout_ms", 600_000))


def _channel(place: dict[str, str | None]) -> grpc.Channel:
    target = str(place["target"])
    if place["authority"] is None:
        return grpc.insecure_channel(target, options=OPTIONS)
    roots = str(place["authority"]).encode() or None
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(roots), options=OPTIONS)


def _outcome(place: dict[str, Any]) -> dict[str, Any]:
    """Makes the call, without deadline; how it ended."""
    with _channel(place) as channel:
        start: Any = channel.unary_unary("/daq.RunEngineService/StartEngine")
        metadata = [tuple(pair) for pair in place["metadata"]]
        try:
            start(b"", metadata=metadata, wait_for_ready=False)
        except grpc.RpcError as error:
            failure: Any = error
            trailers = [pair for pair in failure.trailing_metadata() or () if isinstance(pair[1], str)]
            return {"code": failure.code().name, "text": failure.details() or "", "trailers": trailers}
    return {"code": "OK"}


def main() -> None:
    """Waits for the word, makes the call, tells how it ended to whoever still listens."""
    place = json.loads(sys.stdin.readline() or "null")
    if place is None or sys.stdin.readline().strip() != STARTED:
        return
    line = json.dumps(_outcome(place)) + "\n"
    try:
        os.write(sys.stdout.fileno(), line.encode())
    except OSError:  # the kernel is gone, which is what we are for
        return


if __name__ == "__main__":
    main()
