"""Protobuf to plain Python and back: pure translation that knows no network and no event loop."""
