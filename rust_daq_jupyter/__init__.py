"""The synchronous front door of rust-daq-jupyter."""

__version__ = "0.1.0"
