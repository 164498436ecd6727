"""Our devices under Bluesky's RunEngine: `as_bluesky(motor)`; an optional extra, `rust-daq-jupyter[bluesky]`.

It knows the devices of the synchronous surface alone, because plans of Bluesky are synchronous.
"""

try:
    import bluesky as _bluesky
except ImportError as error:
    raise ImportError("bluesky is not installed: pip install 'rust-daq-jupyter[bluesky]'") from error

from rust_daq_jupyter.bluesky.adapt import as_bluesky

__all__ = ["as_bluesky"]

del _bluesky
