"""What a page does, counted from inside it, and what it and the processes behind it weigh; it knows no panel."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, CDPSession, Page

# Before anything of the page runs: counts animation frames, those in which a picture changed, and messages that came.
SCRIPT = """(() => {
  const seen = { frames: 0, drawn: 0, messages: 0, bytes: 0, clicks: [] };
  window.probe = seen;
  let isDrawn = false;
  const watch = (prototype, names) => {
    for (const name of names) {
      const draw = prototype[name];
      prototype[name] = function (...args) {
        if (this.canvas.isConnected) isDrawn = true;
        return draw.apply(this, args);
      };
    }
  };
  watch(CanvasRenderingContext2D.prototype, ["stroke", "putImageData", "drawImage"]);
  watch(WebGLRenderingContext.prototype, ["drawArrays", "drawElements"]);
  watch(WebGL2RenderingContext.prototype, ["drawArrays", "drawElements"]);
  // JupyterLab's own busy signs are such paths too.
  const isPicture = ({ target }) =>
    (target instanceof SVGPathElement || target instanceof HTMLImageElement) && target.closest(".jp-OutputArea");
  const changes = new MutationObserver((records) => {
    if (records.some(isPicture)) isDrawn = true;
  });
  const observe = () => changes.observe(document, { subtree: true, attributeFilter: ["d", "src"] });
  observe();
  const count = () => {
    seen.frames += 1;
    if (isDrawn) seen.drawn += 1;
    isDrawn = false;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  addEventListener("pointerdown", () => seen.clicks.push(Date.now()), true);
  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        seen.messages += 1;
        seen.bytes += data.byteLength ?? data.size ?? data.length;
      });
    }
  };
})();"""


@dataclass(frozen=True)
class Count:
    """Counters of a page at one time of its own clock, in milliseconds."""

    at_ms: float
    frames: int
    drawn: int
    messages: int
    bytes: int

    def per_second(self, name: str, since: "Count") -> float:
        """How fast a counter went up."""
        return float(getattr(self, name) - getattr(since, name)) / (self.at_ms - since.at_ms) * 1000


def count(page: Page) -> Count:
    """The counters now."""
    counters = "({ frames, drawn, messages, bytes }) => ({ at_ms: performance.now(), frames, drawn, messages, bytes })"
    return Count(**page.evaluate(f"({counters})(probe)"))


class Weights:
    """Resident memory and processor time of a page, its kernel and its server."""

    def __init__(self, context: BrowserContext, page: Page, server_pid: int) -> None:
        self._devtools: CDPSession = context.new_cdp_session(page)
        self._devtools.send("Performance.enable")
        self.server = psutil.Process(server_pid)
        [self.kernel] = list(_kernels(self.server))

    def kernel_cpu_s(self) -> float:
        """Seconds of processor time that the kernel has used so far."""
        times = self.kernel.cpu_times()
        return float(times.user + times.system)

    def megabytes(self) -> dict[str, float]:
        """Kernel and server as they are resident, the page's objects after its rubbish was collected."""
        self._devtools.send("HeapProfiler.collectGarbage")
        heap = self.metrics()["JSHeapUsedSize"]
        sizes = {"kernel": self.kernel.memory_info().rss, "server": self.server.memory_info().rss, "page": heap}
        return {name: size / 2**20 for name, size in sizes.items()}

    def metrics(self) -> dict[str, Any]:
        """What Chromium counts: Nodes, JSEventListeners, ScriptDuration and more."""
        found = self._devtools.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in found}


def _kernels(server: psutil.Process) -> Iterator[psutil.Process]:
    for child in server.children(recursive=True):
        if any("ipykernel" in word for word in child.cmdline()):
            yield child
