"""Small cards and weights files that tests may spoil."""

from __future__ import annotations

import hashlib
import json
import struct

import numpy as np
import pytest

from engines.learned.generative.rectified_flow import shapes


def packed(arrays):
    """Bytes of a safetensors file, written by hand so that tests do not trust the library."""
    table, body = {}, b""
    for name, array in arrays.items():
        part = np.ascontiguousarray(array).tobytes()
        kind = {"float32": "F32", "float64": "F64", "float16": "F16"}[array.dtype.name]
        span = [len(body), len(body) + len(part)]
        table[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": span}
        body += part
    head = json.dumps(table).encode()
    return struct.pack("<Q", len(head)) + head + body


@pytest.fixture
def tiny_arrays():
    draw = np.random.default_rng(0)
    return {
        name: draw.standard_normal(shape).astype(np.float32)
        for name, shape in shapes((4,), (1, 2)).items()
    }


@pytest.fixture
def put_model(tmp_path):
    """`put_model(arrays, key=value)` writes a card and weights, and gives the card's path."""

    def put(arrays=None, content=None, **changes):
        content = packed(arrays) if content is None else content
        (tmp_path / "tiny.safetensors").write_bytes(content)
        lines = {
            "title": '"Tiny"',
            "class": '"generative.rectified_flow"',
            "source": '"none"',
            "data": '"none"',
            "weights": '"tiny.safetensors"',
            "bytes": str(len(content)),
            "sha256": f'"{hashlib.sha256(content).hexdigest()}"',
            **changes,
        }
        text = "\n".join(f"{key} = {value}" for key, value in lines.items() if value)
        card = tmp_path / "tiny.toml"
        tables = "\n[sizes]\nhidden = [4]\nrounds = 2\n[training]\nseed = 0\n[metrics]\n"
        card.write_text(text + tables)
        return card

    return put
