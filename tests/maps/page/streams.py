"""The streams of a page read back, as its script reads them."""

import numpy as np


def unvarint(data):
    """What `varint` was given, as one flat array."""
    b = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(b < 128)
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    place = np.arange(len(b)) - np.repeat(starts, ends - starts + 1)
    bits = (b & 127).astype(np.uint64) << (place * 7).astype(np.uint64)
    return np.add.reduceat(bits, starts) if len(starts) else bits


def unzigzag(values):
    """What `zigzag` was given."""
    v = np.asarray(values, dtype=np.uint64).astype(np.int64)
    return (v >> 1) ^ -(v & 1)
