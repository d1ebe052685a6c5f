"""The channel: whole messages, or a clear end."""

from __future__ import annotations

import socket
import struct

import pytest

from grader import wire


@pytest.fixture
def ends():
    """Two connected ends: a channel and a raw socket."""
    ours, theirs = socket.socketpair()
    channel = wire.Channel(ours)
    yield channel, theirs
    channel.close()
    theirs.close()


def test_round_trip():
    """A message arrives as it was sent, and a closed end reads as None."""
    one, other = socket.socketpair()
    sender, receiver = wire.Channel(one), wire.Channel(other)
    sender.send(wire.Started("x"))
    assert receiver.receive(wire.Started, 1) == wire.Started("x")
    sender.close()
    assert receiver.receive(wire.Started, 1) is None
    receiver.close()


def test_a_message_in_pieces_is_put_together(ends):
    """Nothing is lost when a frame arrives byte by byte, nor when reading times out between."""
    channel, raw = ends
    body = wire.msgspec.msgpack.encode(wire.Started("abc"))
    frame = struct.pack(">I", len(body)) + body
    raw.sendall(frame[:5])
    with pytest.raises(TimeoutError):
        channel.receive(wire.Started, 0.01)
    raw.sendall(frame[5:] + frame)
    assert channel.receive(wire.Started, 1) == wire.Started("abc")
    assert channel.receive(wire.Started, 1) == wire.Started("abc")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"\x01", b"\x81\xa2is\xa4Done\x00", b"\x92" * 100_000, b"\xa5hello"],
)
def test_what_is_no_message_is_a_wire_error(ends, body):
    """Other bytes raise one kind of error."""
    channel, raw = ends
    raw.sendall(struct.pack(">I", len(body)) + body)
    with pytest.raises(wire.WireError):
        channel.receive(wire.Finished, 1)


def test_a_giant_length_is_refused_before_it_is_read(ends):
    """A frame may not announce more than the cap."""
    channel, raw = ends
    raw.sendall(struct.pack(">I", wire.MAX_FRAME + 1))
    with pytest.raises(wire.WireError):
        channel.receive(wire.Started, 1)


def test_the_wrong_kind_of_message_is_a_wire_error(ends):
    """A well-formed message of another kind is not taken."""
    channel, raw = ends
    body = wire.msgspec.msgpack.encode(wire.Done())
    raw.sendall(struct.pack(">I", len(body)) + body)
    with pytest.raises(wire.WireError):
        channel.receive(wire.Started, 1)
