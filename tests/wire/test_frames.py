import struct
import tracemalloc

import lz4.block
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rust_daq_jupyter.errors import BadMessage
from rust_daq_jupyter.wire.frames import MAX_FRAME_BYTES, decode_frame

RAW, LZ4 = 0, 1


def pack(picture, compression):
    """A picture as the fields of a FrameData message."""
    raw = picture.tobytes()
    return {
        "data": lz4.block.compress(raw) if compression == LZ4 else raw,
        "compression": compression,
        "width": picture.shape[1],
        "height": picture.shape[0],
        "bit_depth": 8 * picture.itemsize,
        "uncompressed_size": len(raw),
    }


PICTURE = np.arange(12, dtype="<u2").reshape(3, 4)


@given(
    st.sampled_from(["<u1", "<u2", "<u4"]).flatmap(
        lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=2, max_dims=2, max_side=20))
    ),
    st.sampled_from([RAW, LZ4]),
)
def test_every_picture_survives(picture, compression):
    decoded = decode_frame(**pack(picture, compression))
    assert decoded.dtype == picture.dtype
    np.testing.assert_array_equal(decoded, picture)


@pytest.mark.parametrize("compression", [RAW, LZ4])
def test_the_picture_is_read_only(compression):
    decoded = decode_frame(**pack(PICTURE, compression))
    with pytest.raises(ValueError, match="read-only"):
        decoded[0, 0] = 1


def test_the_picture_does_not_follow_the_buffer_it_came_in():
    message = pack(PICTURE, RAW)
    buffer = bytearray(message["data"])
    decoded = decode_frame(**{**message, "data": buffer})
    buffer[:] = bytes(len(buffer))
    np.testing.assert_array_equal(decoded, PICTURE)


@pytest.mark.parametrize(("bit_depth", "dtype"), [(1, "u1"), (8, "u1"), (12, "u2"), (14, "u2"), (16, "u2"), (32, "u4")])
def test_a_pixel_has_the_bytes_its_depth_needs(bit_depth, dtype):
    message = pack(np.ones((2, 3), dtype), LZ4)
    assert decode_frame(**{**message, "bit_depth": bit_depth}).dtype == np.dtype(dtype)


def test_a_sender_may_leave_out_the_size():
    np.testing.assert_array_equal(decode_frame(**{**pack(PICTURE, LZ4), "uncompressed_size": 0}), PICTURE)


LZ4_PICTURE = pack(PICTURE, LZ4)["data"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 5},
        {"height": 0},
        {"width": 0, "uncompressed_size": 0},
        {"bit_depth": 8},
        {"bit_depth": 0},
        {"bit_depth": 24},
        {"bit_depth": 2**32 - 1},
        {"uncompressed_size": 23},
        {"compression": 2},
        {"compression": RAW},
        {"data": b""},
        {"data": b"\x18\0\0"},
        {"data": struct.pack("<I", 24)},
        {"data": struct.pack("<I", 23) + LZ4_PICTURE[4:]},
        {"data": LZ4_PICTURE[:-1]},
        {"data": LZ4_PICTURE + b"\0"},
        {"data": lz4.block.compress(bytes(24))[:4] + lz4.block.compress(bytes(20))[4:]},
        {"data": lz4.block.compress(bytes(24))[:4] + lz4.block.compress(bytes(400))[4:]},
    ],
    ids=str,
)
def test_sizes_that_contradict_each_other(wrong):
    with pytest.raises(BadMessage, match="frame"):
        decode_frame(**{**pack(PICTURE, LZ4), **wrong})


def test_a_picture_beyond_the_bound_is_refused_before_it_is_allocated():
    side = 2**32 - 1
    wrong = {"width": side, "height": side, "uncompressed_size": 0}
    with pytest.raises(BadMessage, match=f"{side} x {side}"):
        decode_frame(**{**pack(PICTURE, LZ4), **wrong})
    announced = {"data": struct.pack("<I", 2**32 - 1) + LZ4_PICTURE[4:]}
    with pytest.raises(BadMessage, match="4294967295"):
        decode_frame(**{**pack(PICTURE, LZ4), **announced})
    assert MAX_FRAME_BYTES >= 64 * 2**20


def test_an_lz4_bomb_is_refused_before_it_is_allocated():
    bomb = {"width": 16_384, "height": 8_192, "uncompressed_size": MAX_FRAME_BYTES}
    data = struct.pack("<I", MAX_FRAME_BYTES) + LZ4_PICTURE[4:]
    tracemalloc.start()
    try:
        with pytest.raises(BadMessage, match="cannot come out"):
            decode_frame(**{**pack(PICTURE, LZ4), **bomb, "data": data})
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_the_most_that_lz4_can_pack_is_unpacked():
    black = np.zeros((2048, 2048), "<u2")
    assert not decode_frame(**pack(black, LZ4)).any()


@given(st.binary(max_size=64))
def test_garbage_is_a_bad_message(data):
    try:
        decoded = decode_frame(data, compression=LZ4, width=4, height=2, bit_depth=8, uncompressed_size=8)
    except BadMessage:
        return
    assert decoded.shape == (2, 4)
