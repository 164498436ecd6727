"""sim/sockets.py: the connections of a process are found by its descriptors, and nothing else is touched."""

import os
import socket

from rust_daq_jupyter.sim.sockets import DESCRIPTORS, close_connections, stop_listening


def test_looking_through_the_descriptors_leaves_none_behind():
    pipe = os.pipe()
    pair = socket.socketpair()
    before = len(os.listdir(DESCRIPTORS))
    try:
        for _ in range(3):
            assert close_connections(1) == 0
            stop_listening(1)
        assert len(os.listdir(DESCRIPTORS)) == before
        pair[0].sendall(b"a")
        assert pair[1].recv(1) == b"a"
    finally:
        for number in pipe:
            os.close(number)
        for end in pair:
            end.close()


def test_one_peer_is_closed_and_the_other_stays():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(2)]
        served = [server.accept()[0] for _ in clients]
        try:
            gone = clients[0].getsockname()[1]
            assert close_connections(port, f"ipv4:127.0.0.1:{gone}") == 1
            assert clients[0].recv(1) == b""
            served[1].sendall(b"a")
            assert clients[1].recv(1) == b"a"
        finally:
            for end in (*clients, *served):
                end.close()
