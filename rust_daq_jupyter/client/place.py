"""Where an address leads: all spellings of one place share a key here, also a host's name and its number.

Names are resolved on a thread of their own, so that a DNS server that is away holds nobody up; it connects to nothing.
"""

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import replace

from rust_daq_jupyter.client.address import Address

PATIENCE_S = 0.1

Told = Callable[[frozenset[str]], None]


def look_up(address: Address, tell: Told, patience_s: float = PATIENCE_S) -> None:
    """Tells the keys of every place an address leads to: before it returns, or later when a name takes its time.

    Args:
        address: as the user wrote it.
        tell: called once, on a thread of its own where a name has to be resolved.
        patience_s: how long a name is waited for.
    """
    if _is_number(address.host):
        tell(places(address))
        return
    thread = threading.Thread(target=lambda: tell(places(address)), name="rust-daq-place", daemon=True)
    thread.start()
    thread.join(patience_s)


def places(address: Address) -> frozenset[str]:
    """The keys of an address: its own, and those of the numbers its host has. May wait for DNS."""
    return frozenset({address.key, *(_key_of(address, number) for number in _numbers(address.host))})


def _key_of(address: Address, number: str) -> str:
    host = "localhost" if _is_of_this_machine(number) else number
    return replace(address, host=host).key


def _numbers(host: str) -> set[str]:
    if _is_number(host):
        return {host}
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # nobody knows this name: it is a place of its own
        return set()
    return {str(entry[4][0]).partition("%")[0] for entry in found}


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_of_this_machine(number: str) -> bool:
    """Whether it is an address of one of this machine's own interfaces: only those can be bound."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.bind((number, 0))
        return True
    return False
