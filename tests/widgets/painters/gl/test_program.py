from __future__ import annotations

import numpy as np
import pytest

from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer, draw_square
from widgets.painters.gl.program import Program, ShaderError
from widgets.painters.gl.texture import Target
from widgets.painters.shaders import shader_text


def test_uniforms_of_every_kind_reach_the_shader(context):
    text = """
    uniform float one; uniform vec2 two; uniform vec3 three; uniform vec4 four; uniform mat4 all;
    void main() { gl_FragColor = all * vec4(one, two.y, three.z, four.w); }
    """
    matrix = np.diag([1.0, 10.0, 100.0, 1.0])
    matrix[3, 0] = 5.0
    program, square, target = Program(shader_text("square.vert"), text), Buffer(UNIT_SQUARE), None
    target = Target(1, 1)
    target.bind()
    program.use()
    program.set(one=1.0, two=(0.0, 2.0), three=(0.0, 0.0, 3.0), four=(0, 0, 0, 4.0), all=matrix)
    draw_square(square)
    np.testing.assert_array_equal(target.read()[0, 0], [1.0, 20.0, 300.0, 9.0])
    for resource in (program, square, target):
        resource.release()


def test_a_name_that_the_shader_does_not_read_is_passed_over(context):
    program = Program(shader_text("square.vert"), "void main() { gl_FragColor = vec4(1.0); }")
    program.use()
    program.set(nothing=3.0)
    assert not program.has("nothing")
    program.release()


def test_a_shader_that_cannot_be_compiled_is_one_sentence(context):
    with pytest.raises(ShaderError, match=r"^The graphics driver cannot compile the shader: .*foo"):
        Program(shader_text("square.vert"), "void main() { gl_FragColor = foo; }")
