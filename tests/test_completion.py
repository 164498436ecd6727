"""TAB after a dot, as IPython answers it: with jedi, which reads annotations, and without, as a notebook does."""

import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.aio import connect
from rust_daq_jupyter.scans import plans

pytestmark = pytest.mark.integration


@pytest.fixture(params=[True, False], ids=["jedi", "no jedi"])
def missing(request):
    """The public names of a thing that TAB does not offer."""
    shell = InteractiveShell.instance()

    def look(thing):
        completer = IPCompleter(shell=shell, namespace={"thing": thing}, use_jedi=request.param)
        with provisionalcompleter():
            offered = {each.text.lstrip(".") for each in completer.completions("thing.", len("thing."))}
        return {name for name in dir(thing) if not name.startswith("_")} - offered

    yield look
    InteractiveShell.clear_instance()


INTERNAL = {"carry", "keep_all", "permitted", "go_on", "home", "listen", "note", "end", "stop_key", "lab"}
LAB = {"scan", "count", "grid_scan", "run", "runs", "stop", "state", "client", "refresh", "close", "dashboard"}
RUN = {"df", "status", "uid", "pause", "resume", "stop", "abort", "progress", "peaks", "plot", "wait", "done", "images"}


def public(thing):
    return {name for name in dir(thing) if not name.startswith("_")}


async def test_what_holds_things_together_is_not_offered(realistic, tmp_path, monkeypatch):
    monkeypatch.setenv("RUST_DAQ_HOME", str(tmp_path))
    async with await connect(realistic) as lab:
        run = lab.count([lab["mock_power_meter"]], 1)
        await run
        assert public(lab) >= LAB
        assert public(run) >= RUN
        assert not (public(lab) | public(run)) & INTERNAL
        assert "wait" not in public(lab)
        assert lab.runs._ipython_key_completions_() == [run.uid[:8]]


def test_nor_by_a_blocking_connection(realistic):
    with connect_blocking(realistic) as lab:
        assert public(lab) >= LAB
        assert not public(lab) & {*INTERNAL, "wait"}


def test_plans_are_plans_alone():
    assert dir(plans) == sorted(plans.__all__)


async def test_all_of_an_asynchronous_connection_is_offered(realistic, missing):
    async with await connect(realistic) as lab:
        assert not missing(lab)
        assert not missing(lab.client)
        assert not missing(lab.runs)
        assert not missing(lab["mock_stage"])


def test_all_of_a_blocking_connection_is_offered(realistic, missing):
    with connect_blocking(realistic) as lab:
        assert not missing(lab)
        assert not missing(lab.runs)
        assert not missing(lab["mock_stage"])
