"""Where the server listens, and what it says when it cannot."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from crossfoot_server.listener import AddressTakenError, bind


def test_port_zero_takes_a_free_port() -> None:
    with closing(bind("127.0.0.1", 0)) as listening:
        host, port = listening.getsockname()
        assert host == "127.0.0.1"
        with closing(socket.create_connection((host, port))) as client:
            assert client.getpeername() == (host, port)


def test_a_port_in_use_is_refused_with_a_way_out() -> None:
    with closing(bind("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(AddressTakenError) as caught:
            bind("127.0.0.1", port)
    assert str(caught.value) == (
        f"cannot listen on 127.0.0.1 port {port}: Address already in use. "
        "Another program uses it: end that one or choose another with --port."
    )


def test_an_address_of_another_machine_is_refused_with_a_way_out() -> None:
    # 192.0.2.0/24 is kept for documentation: no machine has it.
    with pytest.raises(AddressTakenError) as caught:
        bind("192.0.2.1", 8765)
    assert str(caught.value).endswith("Choose an address of this machine with --host.")


def test_a_name_that_means_no_address_is_refused() -> None:
    with pytest.raises(AddressTakenError) as caught:
        bind("no such host", 8765)
    assert str(caught.value).startswith("cannot listen on no such host port 8765: ")
