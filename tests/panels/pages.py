"""The page's side of docs/panels.md, played by hand; nothing here stands in for gRPC or for a panel."""

import itertools
import weakref
from typing import ClassVar

import numpy as np

from tests.waits import until


class Page:
    """One page that shows a panel: hears what the model sends, acknowledges it, asks, and keeps what it was told."""

    numbers = itertools.count(1)
    everywhere: ClassVar = weakref.WeakValueDictionary()

    def __init__(self, panel, visible=True, acknowledges=True, document=""):
        self.name = f"page {next(self.numbers)}"
        self.everywhere[self.name] = self
        self.document = document
        self.carried = 0
        self.panel = panel
        self.acknowledges = acknowledges
        self.flows = []
        self.answers = {}
        self.columns = {}
        self.data = {}
        self.heard_s = None
        self._asks = itertools.count(1)
        _listeners(panel).append(self._hear)
        self.say("hello", visible=visible, document=document)

    def say(self, kind, **content):
        self.panel._handle_custom_msg({"kind": kind, "page": self.name, **content}, [])

    def look(self, visible):
        self.say("visible", visible=visible)

    def ask_now(self, name, /, **args):
        """Sends an ask, which says what was heard last; its id."""
        return self.ask_late(self.heard_s, name, **args)

    def ask_late(self, heard_s, name, /, **args):
        """Sends an ask that has waited somewhere; its id."""
        ask = str(next(self._asks))
        self.say("ask", id=ask, name=name, args=args, seen_s=heard_s)
        return ask

    async def ask(self, name, /, **args):
        """An ask's answer: the value, or the error as a dict; nobody asks a panel that never said a word."""
        await until(lambda: self.heard_s)
        answer = await self.answer(self.ask_now(name, **args))
        return answer["value"] if answer["ok"] else answer["error"]

    async def press_stop(self, device):
        ask = str(next(self._asks))
        self.say("stop", id=ask, device=device)
        return (await self.answer(ask))["value"]["reports"]

    async def answer(self, ask):
        return await until(lambda: self.answers.get(ask), f"answer {ask}")

    async def flow(self, condition=lambda data: True):
        """The next flow data for which a condition holds."""
        seen = len(self.flows)
        found = await until(
            lambda: next((flow for flow in self.flows[seen:] if condition(flow["data"])), None), "a flow message"
        )
        return found["data"]

    def bye(self):
        self.say("bye")
        _listeners(self.panel).remove(self._hear)

    def _hear(self, content, buffers):
        if content["kind"] == "mail":
            self.carried += 1
            self._distribute(content["letters"], list(buffers))
            return
        self.heard_s = content["sent_s"]
        if content["kind"] == "answer" and content["page"] == self.name:
            assert content["id"] not in self.answers, "answered twice"
            self.answers[content["id"]] = content
        elif content["kind"] == "flow":
            self.flows.append(content)
            self._take(content, buffers)
            if self.acknowledges:
                self.say("ack", seq=content["seq"])

    def _distribute(self, letters, buffers):
        """A message for several panels: to the pages of this document, by whichever of them it came."""
        for letter in letters:
            own, buffers = buffers[: len(letter["parts"])], buffers[len(letter["parts"]) :]
            pages = [self.everywhere[name] for name in letter["to"] if name in self.everywhere]
            for page in pages:
                if page.document == self.document:
                    page._hear(letter, own)
        assert not buffers

    def _take(self, content, buffers):
        self.data |= content["data"]
        assert len(buffers) == len(content["parts"])
        for part, buffer in zip(content["parts"], buffers, strict=True):
            assert part["dtype"] in ("float64", "uint8")
            numbers = np.frombuffer(buffer, "<f8" if part["dtype"] == "float64" else np.uint8)
            assert len(numbers) == part["length"]
            if part["dtype"] == "uint8":  # a picture replaces the one before it
                self.columns[part["name"]] = numbers
                continue
            before = [] if content["reset"] else self.columns.get(part["name"], [])
            self.columns[part["name"]] = [*before, *numbers.tolist()]


def _listeners(panel):
    """Who hears what the model sends: every page, as on the kernel's broadcast channel."""
    if "pages" not in panel.comm.__dict__:
        listeners = panel.comm.__dict__["pages"] = []

        def publish(_kind, data=None, metadata=None, buffers=None, **_keys):
            if data and data.get("method") == "custom":
                for listener in list(listeners):
                    listener(data["content"], buffers or [])

        panel.comm.publish_msg = publish
    return panel.comm.__dict__["pages"]
