"""The daemon's ring buffer: a file in shared memory to which scans write; it knows no rpc."""


class RingBuffer:
    """Length-prefixed records in a file that others on this host may map."""
