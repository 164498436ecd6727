"""TAB after a dot, as IPython answers it: with jedi, which reads annotations, and without, as a notebook does."""

import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from rust_daq_jupyter import connect as connect_blocking
from rust_daq_jupyter.aio import connect

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
