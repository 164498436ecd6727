"""The runs panel: the catalogue to look through; what is chosen is drawn below, loaded, exported, tagged, resumed."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import ipywidgets
from traitlets import Dict, Int, List

from rust_daq_jupyter.devices.motor import Motor
from rust_daq_jupyter.errors import BadValue, DaqError, Refused, one_line
from rust_daq_jupyter.lab import Lab
from rust_daq_jupyter.panels import namespace, shelf
from rust_daq_jupyter.panels.panel import Panel
from rust_daq_jupyter.panels.pump import Reader
from rust_daq_jupyter.panels.saved import free
from rust_daq_jupyter.panels.words import sentence
from rust_daq_jupyter.scans import plans
from rust_daq_jupyter.scans.past import PastRun
from rust_daq_jupyter.scans.run import Run
from rust_daq_jupyter.scans.shown import Shown

LOOKS_EVERY_S = 2.0
MOST_ROWS = 200  # the newest; what is older is found by searching
ENDINGS = (".csv", ".h5", ".parquet")
ENDED = {"success": "has all its points", "abort": "was aborted", "fail": "failed"}


class RunsPanel(Panel):
    """The table of `lab.runs`.

    Args:
        lab: whose catalogue.
        draw: called with the runs that are to be drawn, the first with the others over it.
    """

    noun = "runs"
    moving = frozenset({"resume"})

    rows = List(Dict()).tag(sync=True)
    total = Int(0).tag(sync=True)

    def __init__(self, lab: Lab, draw: Callable[[Sequence[Shown]], None]) -> None:
        self._lab = lab
        self._draw = draw
        self._drawn: list[Shown] = []
        self._text = ""
        super().__init__(lab.client, title="Runs", context=lab.client.address.label, read_only=lab.read_only)
        self.total, self.rows = self._look_through()

    def summary(self) -> str:
        """`Runs at 127.0.0.1:50051: 12, the newest alignment (7f3a21c9), success, 41 points`."""
        newest = f", the newest {_in_words(self.rows[0])}" if self.rows else ""
        return f"Runs at {self._client.address.label}: {self.total}{newest}"

    def movable(self) -> Iterable[str]:
        """Every motor: a run that is gone on with may move any."""
        return [device.id for device in self._lab if isinstance(device, Motor)]

    def _look_through(self) -> tuple[int, list[dict[str, Any]]]:
        """How many runs match, and the newest of them; reads the journal."""
        found = self._lab.runs.search(text=self._text or None)
        return len(found), [_as_json(run) for run in reversed(found[-MOST_ROWS:])]

    def readers(self) -> Sequence[Reader]:
        """The journal, now and then: other kernels write to it, too."""
        return (self._look,)

    async def _look(self) -> None:
        while True:
            await self._renew()
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _renew(self) -> None:
        self.total, self.rows = await self._home.aside(self._look_through)

    # The asks.

    async def ask_search(self, text: Any) -> dict[str, int]:
        """Shows the runs in which these words stand."""
        self._text = str(text).strip()
        await self._renew()
        return {"total": self.total}

    async def ask_plot(self, uids: Any) -> dict[str, Any]:
        """Draws runs below, one over the other."""
        runs = [self._lab.runs[uid] for uid in _words(uids, "the runs")]
        if not runs:
            raise Refused("no run is chosen", hint="Click one")
        self._show(runs)
        return {}

    def _show(self, runs: Sequence[Shown]) -> None:
        self._drawn = list(runs)
        self._draw(self._drawn)

    async def ask_load(self, uid: Any) -> dict[str, str]:
        """Leaves the table of a run in the user's namespace; its name there."""
        run = self._lab.runs[str(uid)]
        df = await self._home.aside(lambda: run.df)
        is_name = run.name.isidentifier() and not run.name.startswith("_")
        name = namespace.leave(run.name if is_name else namespace.numbered("run"), df)
        if name is None:
            raise Refused("there is no notebook to leave it in", hint=f'lab.runs["{run.uid[:8]}"].df has it')
        self.tell("info", f"In the kernel as {name}.")
        return {"name": name}

    async def ask_export(self, uid: Any, ending: Any) -> dict[str, str]:
        """Writes a run to a file beside the notebook, a numbered one where there is such a file; the file's name."""
        if ending not in ENDINGS:
            raise BadValue(f"{ending!r:.60} is no file to export to", hint=f"Choose {', '.join(ENDINGS)}")
        run = self._lab.runs[str(uid)]
        path = free(Path.cwd() / f"run_{run.uid[:8]}{ending}")
        await self._home.aside(run.export, path)
        self.tell("info", f"Written to {path.name}.")
        return {"file": path.name}

    async def ask_set_tags(self, uid: Any, tags: Any) -> dict[str, Any]:
        """Gives a run these words to be found by, and no others."""
        run = self._lab.runs[str(uid)]
        wanted = [word.strip() for word in _words(tags, "the tags") if word.strip()]
        run.untag(*run.tags)
        run.tag(*wanted)
        await self._renew()
        return {"tags": list(run.tags)}

    async def ask_set_notes(self, uid: Any, notes: Any) -> dict[str, str]:
        """Writes what there is to say about a run."""
        run = self._lab.runs[str(uid)]
        run.notes = str(notes)
        await self._renew()
        return {"notes": run.notes}

    async def ask_recover(self) -> dict[str, int]:
        """Looks after the runs that dead processes left open."""
        found = await self._home.aside(self._lab.runs.recover)
        await self._renew()
        self.tell("info", f"{len(found)} runs of dead processes were looked after." if found else "There was none.")
        return {"recovered": len(found)}

    async def ask_resume(self, uid: Any) -> dict[str, str]:
        """Goes on with a run that was cut short; its figure, if it is drawn, goes on with it."""
        self.need_connection()
        run = self._lab.runs[str(uid)].resume(self._lab)
        run.listen(lambda: self._say_how_it_ended(run) if run.done else None)
        drawn: list[Shown] = [run if shown.attrs["uid"] == run.uid else shown for shown in self._drawn]
        if run in drawn:
            self._show(drawn)
        await self._renew()
        return {"uid": run.uid}

    def _say_how_it_ended(self, run: Run) -> None:
        why = f": {run.reason}" if run.reason else ""
        self.tell("info" if run.status == "success" else "warning", sentence(f"{run.name} {ENDED[run.status]}{why}"))
        if run in self._drawn[1:]:  # a figure follows its first run alone
            self._show(self._drawn)


class RunsBrowser(ipywidgets.VBox):  # type: ignore[misc]
    """What `lab.runs` shows as the last line of a cell: the panel, and a figure of what is chosen."""

    panel: Any = None  # until there is one: a browser of a closed connection is closed by the garbage collector
    _figure: Any = None

    def __init__(self, lab: Lab) -> None:
        self.panel = RunsPanel(lab, self.draw)
        super().__init__([self.panel])

    def draw(self, runs: Sequence[Shown]) -> None:
        """A figure of these runs takes the place of the one before."""
        first, *others = runs
        old, self._figure = self._figure, first.plot(*others)
        self.children = (self.panel, self._figure)
        if old is not None:
            old.close()

    def __repr__(self) -> str:
        """The panel in one line."""
        return repr(self.panel)

    def close(self) -> None:
        """Ends panel and figure."""
        shelf.forget(self)
        for part in (self.panel, self._figure):
            if part is not None:
                part.close()
        super().close()


def _words(sent: Any, what: str) -> list[str]:
    """A list of words, as a page must send it."""
    if not isinstance(sent, list) or not all(isinstance(word, str) for word in sent):
        raise BadValue(f"{what} are {sent!r:.60}", hint="Reload the page: they must be a list of words")
    return sent


def _sentence(run: PastRun) -> str:
    """Its plan in words; as code, where it is a function, or of a kind that this version does not know."""
    try:
        return plans.from_json(run.entry.plan).describe()
    except DaqError:
        return run.plan


def _as_json(run: PastRun) -> dict[str, Any]:
    entry = run.entry
    return {
        "uid": run.uid,
        "name": one_line(run.name),
        "plan": one_line(_sentence(run), 200),
        "status": run.status,
        "reason": one_line(entry.reason, 200),
        "points": len(run),
        "begun_s": run.begun_s,
        "tags": [one_line(word) for word in entry.tags],
        "notes": entry.notes,
    }


def _in_words(row: dict[str, Any]) -> str:
    return f"{row['name']} ({row['uid'][:8]}), {row['status']}, {row['points']} points"
