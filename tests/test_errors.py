"""errors.py: whatever an error is about, it prints as one readable line of bounded length."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from rust_daq_jupyter.errors import BadValue, DaqError, DeviceError, UnknownDevice, one_line
from tests.client.replies import HOSTILE_TEXTS

LONGEST = 1200


def test_the_parts_stand_in_one_line_and_nothing_is_said_twice():
    assert (
        str(DaqError("it is stuck.", operation="move", device="stage", hint="Look")) == "stage: move: it is stuck. Look"
    )
    assert str(DaqError("stage cannot move", operation="move", device="stage")) == "stage cannot move"


@pytest.mark.parametrize("kind", [DaqError, BadValue, DeviceError, UnknownDevice])
@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_hostile_texts_are_cut_to_one_line(kind, text):
    error = kind(text, operation=text, device=text, hint=text)
    for shown in (str(error), repr(error)):
        assert shown.isprintable()
        assert len(shown) <= LONGEST
    assert error.device == text, "what a program compares stays as it is"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@given(st.text(), st.integers(1, 40))
def test_a_line_is_bounded_and_prints(text, longest):
    line = one_line(text, longest)
    assert len(line) <= longest
    assert line.isprintable()
    assert one_line(line, longest) == line


def test_what_fits_is_not_touched():
    assert one_line("Δx = 3 µm, “so far”") == "Δx = 3 µm, “so far”"
    assert one_line("one\n\ttwo\u202e three") == "one two three"
    assert one_line("x" * 61) == "x" * 59 + "…"


CELL = """
from rust_daq_jupyter import connect
def attach():
    return connect("127.0.0.1:9", timeout=1)
attach()
"""


@pytest.fixture
def shell(monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", "/nowhere")
    made = InteractiveShell.instance()
    yield made
    made.history_manager.enabled = False
    InteractiveShell.clear_instance()


def shown(capsys, result):
    assert isinstance(result.error_in_exec, DaqError)
    told = capsys.readouterr()
    return (told.out + told.err).strip().splitlines()


def test_a_notebook_shows_the_users_lines_and_one_of_the_error(shell, capsys):
    shell.run_line_magic("xmode", "Context")
    capsys.readouterr()
    lines = shown(capsys, shell.run_cell(CELL))
    assert len(lines) <= 6
    assert "attach()" in lines[1]
    assert 'return connect("127.0.0.1:9", timeout=1)' in "".join(lines)
    assert lines[-1].startswith("DaemonUnreachable: ")


def test_the_whole_traceback_is_there_for_who_asks(shell, capsys):
    shell.run_line_magic("xmode", "Verbose")
    lines = shown(capsys, shell.run_cell(CELL))
    assert len(lines) > 20
    assert any("open_lab" in line for line in lines)
