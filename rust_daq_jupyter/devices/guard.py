"""`Guarded`: a slip of the pen neither shadows a verb nor sets what does not exist; it knows no device."""

import difflib
from typing import Any, ClassVar

from rust_daq_jupyter.errors import NotSupported


class Guarded:
    """Only what is private, named in `_plain`, or a property with a setter can be assigned to."""

    # Plain attributes that are assigned to from outside.
    _plain: ClassVar[frozenset[str]] = frozenset()
    # What to write instead of assigning to a verb; {} is the value.
    _instead: ClassVar[dict[str, str]] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuses, with the remedy, what would be accepted silently and sent nowhere."""
        if not name.startswith("_") and name not in self._plain:
            self._check_settable(name, value)
        super().__setattr__(name, value)

    def _check_settable(self, name: str, value: Any) -> None:
        found = getattr(type(self), name, None)
        if getattr(found, "fset", None) is not None:
            return
        if found is None:
            self._refuse_unknown(name)
        otherwise = f"Call {name}()" if callable(found) else "It can only be read"
        hint = self._instead.get(name, otherwise).format(f"{value!r:.40}")
        raise self._unsettable(name, f"{name} cannot be assigned to", hint)

    def _refuse_unknown(self, name: str) -> None:
        try:
            getattr(self, name)
        except NotSupported:  # a verb of a capability that it lacks
            raise
        except AttributeError:
            known = [*self._plain, *(word for word in dir(type(self)) if not word.startswith("_"))]
            close = difflib.get_close_matches(name, known, n=2, cutoff=0.7)
            hint = f"Did you mean {' or '.join(close)}?" if close else "Nothing was set"
            raise self._unsettable(name, f"there is no {name} to set", hint) from None

    def _unsettable(self, name: str, message: str, hint: str) -> NotSupported:
        device = str(getattr(self, "id", ""))
        return NotSupported(message, operation=f"set {name}", device=device, hint=hint)
