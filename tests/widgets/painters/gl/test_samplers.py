from __future__ import annotations

import numpy as np
import pytest

from engines.errors import SeparatrixError
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer, draw_square
from widgets.painters.gl.program import Program
from widgets.painters.gl.samplers import Samplers
from widgets.painters.gl.texture import Target

VERTEX = "attribute vec2 corner; void main() { gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0); }"
FRAGMENT = (
    "uniform sampler2D first; uniform sampler2D second; void main() {"
    " gl_FragColor = texture2D(first, vec2(0.75, 0.5)) + 10.0 * texture2D(second, vec2(0.5)); }"
)


def _texels(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)[None, :, None] * np.ones(4, dtype=np.float32)


def _drawn(samplers: Samplers, textures: dict[str, np.ndarray]) -> float:
    program, target, square = Program(VERTEX, FRAGMENT), Target(1, 1), Buffer(UNIT_SQUARE)
    program.use()
    samplers.bind(program, textures)
    target.bind()
    draw_square(square)
    value = float(target.read()[0, 0, 0])
    for one in (program, target, square):
        one.release()
    return value


def test_each_sampler_reads_its_own_table(context):
    samplers = Samplers()
    assert _drawn(samplers, {"first": _texels(1.0, 2.0), "second": _texels(5.0)}) == 52.0
    samplers.release()


def test_a_table_that_stays_the_same_object_is_sent_once(context):
    samplers = Samplers()
    tables = {"first": _texels(1.0, 2.0), "second": _texels(5.0)}
    for _ in range(3):
        assert _drawn(samplers, dict(tables)) == 52.0
    assert samplers.sent == 2
    assert _drawn(samplers, {**tables, "second": _texels(6.0)}) == 62.0
    assert samplers.sent == 3
    samplers.release()


def test_a_table_larger_than_the_driver_holds_is_one_sentence(context, monkeypatch):
    from widgets.painters.gl import samplers as module

    facts = module.current_facts()
    small = type(facts)(facts.vendor, facts.renderer, facts.version, facts.shading, 1)
    monkeypatch.setattr(module, "current_facts", lambda: small)
    with pytest.raises(SeparatrixError, match="textures of 1 texels along a side, the data need 2"):
        _drawn(Samplers(), {"first": _texels(1.0, 2.0)})


def test_more_tables_than_units_are_one_sentence(context):
    many = {f"t{i}": _texels(1.0) for i in range(5)}
    with pytest.raises(SeparatrixError, match="reads 5 textures, at most 4"):
        Samplers().bind(Program(VERTEX, FRAGMENT), many)
