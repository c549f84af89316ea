from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.maps.page import encoding as streams
from tests.maps.page.streams import unvarint, unzigzag


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_integers_return(values):
    data = streams.varint(streams.zigzag(values))
    assert unzigzag(unvarint(data)).tolist() == values


@given(st.lists(st.integers(0, 300), min_size=1))
def test_small_integers_take_one_or_two_bytes(values):
    assert len(streams.varint(values)) == sum(1 if v < 128 else 2 for v in values)


def test_deltas_sum_back():
    xy = np.array([[3, 4], [5, 4], [5, -9]])
    assert (np.cumsum(streams.deltas(xy), axis=0) == xy).all()


def test_the_same_document_gives_the_same_text():
    document = {"title": "Ukraine's 'line' </script>", "n": [1, 2.5]}
    text = streams.pack(document, {"a": b"\x00\xff", "b": b""})
    assert text == streams.pack(document, {"a": b"\x00\xff", "b": b""})
    assert streams.unpack(text) == (document, {"a": b"\x00\xff", "b": b""})
    assert "<" not in text


@pytest.mark.parametrize("text", ["", "!!!", "AAAA", base64.b64encode(b"abcdef").decode()])
def test_a_spoilt_payload_is_refused(text):
    with pytest.raises(InputError, match=r"payload cannot be read .*make the map again"):
        streams.unpack(text)


def test_not_a_number_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        streams.pack({"value": float("nan")}, {})
