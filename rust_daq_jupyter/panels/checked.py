"""Traits that a cell or a page may set: checked whoever sets them, with errors of one kind; it knows no picture."""

from collections.abc import Callable
from typing import Any

from traitlets import TraitType

from rust_daq_jupyter.errors import BadValue


class Checked(TraitType):  # type: ignore[type-arg]
    """A trait of a panel of one device, written on the panel's home loop only.

    Args:
        check: what is kept of a value that was set; raises BadValue where it cannot be meant, and nothing is changed.
        default: its first value, which has passed.
    """

    def __init__(self, check: Callable[[Any], Any], default: Any = None) -> None:
        super().__init__(default_value=default)
        self._check = check

    def validate(self, obj: Any, value: Any) -> Any:
        """What is kept of it; the error names the device and what was to be set."""
        try:
            return self._check(value)
        except BadValue as error:
            error.device, error.operation = obj._subject, f"set_{self.name}"
            error.hint = f"{error.hint or 'Give another'}. Nothing was changed"
            raise

    def set(self, obj: Any, value: Any) -> None:
        """Refuses here, writes at home."""
        kept, home = self.validate(obj, value), obj._home
        if home.loop.is_closed():
            super().set(obj, kept)
        else:
            home.run(lambda: super(Checked, self).set(obj, kept))
