from __future__ import annotations

import numpy as np

from widgets.painters.gl.buffer import Buffer, draw_indexed, feed, unfeed
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import Target


def test_indices_choose_the_triangles_that_are_drawn(context):
    corners = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], dtype=np.float32)
    vertices = np.zeros((4, 3), dtype=np.float32)
    vertices[:, :2], vertices[:, 2] = corners, 0.5
    buffer, indices = Buffer(vertices), Buffer(np.array([0, 1, 2, 2, 1, 3]), indices=True)
    program = Program(
        "attribute vec2 place; attribute float shade; varying float s;"
        "void main() { s = shade; gl_Position = vec4(place, 0.0, 1.0); }",
        "varying float s; void main() { gl_FragColor = vec4(s); }",
        ("place", "shade"),
    )
    target = Target(2, 2, np.zeros((2, 2, 4)))
    target.bind()
    program.use()
    feed(buffer, ((0, 2, 0), (1, 1, 2)), 3)
    draw_indexed(indices, 3, 3)
    unfeed(2)
    drawn = target.read()[..., 0]
    assert drawn[1, 1] == 0.5
    assert drawn[0, 0] == 0.0
    assert (buffer.count, indices.count) == (4, 6)
    for resource in (program, buffer, indices, target):
        resource.release()
