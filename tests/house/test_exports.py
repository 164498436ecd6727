"""What the front doors give: every public name is there, is documented, and so are its methods."""

import importlib
import inspect
import pkgutil
from typing import Any

import pytest

import rust_daq_jupyter
from rust_daq_jupyter import aio, errors

DOORS = (rust_daq_jupyter, aio)
NAMES = [(door, name) for door in DOORS for name in door.__all__]

ERRORS = [name for name, thing in vars(errors).items() if inspect.isclass(thing) and issubclass(thing, Exception)]
# Exceptions that are in no error tree because nobody meets them, each with what becomes of it.
INTERNAL = {
    "cli.signals.Ended": "ends a command in good order, as Ctrl-C does",
    "client.held_call.Answer": "what gRPC told another process, on its way through the table of client/calls.py",
    "server.desk.UnknownTarget": "answered with 404",
}


def modules() -> list[str]:
    found = [found.name for found in pkgutil.walk_packages(rust_daq_jupyter.__path__, "rust_daq_jupyter.")]
    return [name for name in found if "_generated" not in name and not name.endswith("__main__")]


def public_members(thing: type) -> list[tuple[str, Any]]:
    """Methods and properties that the class itself, not object, defines under a public name."""
    members = [(name, member) for name, member in inspect.getmembers_static(thing) if not name.startswith("_")]
    kinds = (property, classmethod, staticmethod)
    return [(name, member) for name, member in members if inspect.isfunction(member) or isinstance(member, kinds)]


@pytest.mark.parametrize(("door", "name"), NAMES, ids=lambda value: getattr(value, "__name__", value))
def test_every_name_is_there_and_documented(door: Any, name: str) -> None:
    thing = getattr(door, name)
    assert inspect.getdoc(thing)
    if inspect.isclass(thing):
        bare = [member for member, value in public_members(thing) if not inspect.getdoc(value)]
        assert bare == []


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_all_is_sorted_complete_and_visible(door: Any) -> None:
    assert list(door.__all__) == sorted(set(door.__all__))
    assert set(door.__all__) <= set(dir(door))


def test_every_error_goes_through_the_front_door() -> None:
    assert set(ERRORS) <= set(rust_daq_jupyter.__all__)
    assert all(issubclass(getattr(rust_daq_jupyter, name), errors.DaqError) for name in ERRORS)


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_stands_in_the_tree(name: str) -> None:
    assert name in (errors.__doc__ or "")


def test_no_error_that_a_user_meets_is_defined_elsewhere() -> None:
    """The simulator's stay in its own process: gRPC carries none of them."""
    defined = {
        f"{thing.__module__}.{thing.__name__}"
        for module in map(importlib.import_module, modules())
        for thing in vars(module).values()
        if inspect.isclass(thing) and issubclass(thing, BaseException) and thing.__module__ == module.__name__
    }
    ours = {name.removeprefix("rust_daq_jupyter.") for name in defined}
    assert {name for name in ours if not name.startswith(("errors.", "sim."))} == set(INTERNAL)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        rust_daq_jupyter.no_such_name  # noqa: B018


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name in modules() if not importlib.import_module(name).__doc__] == []
