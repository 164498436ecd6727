"""A real Jupyter Server with the extension switched on by the configuration that the wheel ships."""

import http.cookiejar
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from rust_daq_jupyter.client.stop_channel import close_channels

CONFIGURATION = Path(__file__).parents[2] / "jupyter-config"
TOKEN = "the-token-of-jupyter"
STARTS_WITHIN_S = 60.0
ANSWERS_WITHIN_S = 10.0


class Page:
    """A browser's page as far as requests go; `login` gives it the user's cookies.

    Attributes:
        headers: sent with every request.
        answered: the headers of the last answer.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.headers: dict[str, str] = {}
        self.answered: Message = Message()
        self.cookies = http.cookiejar.CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(handler, urllib.request.ProxyHandler({}))

    def login(self, xsrf: bool = True) -> "Page":
        """Cookies from a visit with the token, and the XSRF header that JupyterLab adds to its requests."""
        self.get(f"login?token={TOKEN}")
        cookie = next(cookie for cookie in self.cookies if cookie.name == "_xsrf")
        if xsrf:
            self.headers["X-XSRFToken"] = str(cookie.value)
        return self

    def get(self, path: str) -> tuple[int, Any]:
        return self._ask(urllib.request.Request(self.url + path, headers=self.headers))

    def stop(self, target: object, device: object = None) -> tuple[int, Any]:
        return self.post(json.dumps({"target": target, "device": device}).encode())

    def post(self, body: bytes) -> tuple[int, Any]:
        headers = {**self.headers, "Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.url + "rust-daq/stop", body, headers, method="POST"))

    def _ask(self, request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with self._opener.open(request, timeout=ANSWERS_WITHIN_S) as reply:
                self.answered = reply.headers
                return reply.status, _content(reply)
        except urllib.error.HTTPError as refusal:
            with refusal:
                self.answered = refusal.headers
                return refusal.code, _content(refusal)


def _content(reply: Any) -> Any:
    text = reply.read().decode()
    return json.loads(text) if "json" in reply.headers.get("Content-Type", "") else text


class Server:
    """Where it answers, and what it has logged."""

    def __init__(self, url: str, log_file: Path) -> None:
        self.url = url
        self._log_file = log_file

    def page(self) -> Page:
        """A page of nobody."""
        return Page(self.url)

    def log(self) -> str:
        return self._log_file.read_text()


@pytest.fixture(scope="session")
def runtime_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runtime")


@pytest.fixture(autouse=True)
def kernel(runtime_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process is where a kernel would be: it shares its runtime directory with the server."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime_dir))
    yield
    close_channels()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, runtime_dir: Path) -> Iterator[Server]:
    """Started once, below a base URL as a hub would."""
    folder = tmp_path_factory.mktemp("jupyter")
    places = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    places |= {"JUPYTER_RUNTIME_DIR": str(runtime_dir), "JUPYTER_CONFIG_PATH": str(CONFIGURATION)}
    command = [sys.executable, "-m", "jupyter_server", "--port", "0", "--no-browser", "--ServerApp.allow_root=True"]
    command += [f"--IdentityProvider.token={TOKEN}", "--ServerApp.base_url=/hub/lab-7/"]
    log_file = folder / "server.log"
    with log_file.open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | places, stdout=log, stderr=log)
        try:
            yield Server(_url_of(process, runtime_dir, log_file), log_file)
        finally:
            process.terminate()
            try:
                process.wait(10)
            finally:
                process.kill()
                process.wait()


def _url_of(process: subprocess.Popen[bytes], runtime_dir: Path, log_file: Path) -> str:
    end = time.monotonic() + STARTS_WITHIN_S
    info_file = runtime_dir / f"jpserver-{process.pid}.json"
    while time.monotonic() < end and process.poll() is None:
        try:
            url = str(json.loads(info_file.read_text())["url"]).replace("localhost", "127.0.0.1")
            if Page(url).get("api")[0] == 200:
                return url
        except (OSError, ValueError, KeyError):  # not written yet, or half
            time.sleep(0.02)
    raise AssertionError(f"the Jupyter Server did not start:\n{log_file.read_text()}")
