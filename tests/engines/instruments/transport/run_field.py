"""Renders a shader field off screen: `python run_field.py job.npz result.npz`.

A process of its own, so that the graphics context it makes cannot disturb any other test. The job
has `glsl`, `uniforms` (names), `values`, `domain`, `resolution`; the result has `field`, shape
(ny, nx), at the nodes of the grid from edge to edge of the domain.
"""

from __future__ import annotations

import os
import sys

os.environ["EGL_PLATFORM"] = "surfaceless"

import numpy as np
import vispy

vispy.use(app="egl", gl="gl2")

from vispy import app, gloo  # noqa: E402

VERTEX = "attribute vec2 corner; void main() { gl_Position = vec4(corner, 0.0, 1.0); }"
FRAGMENT = """
uniform vec4 test_domain;
uniform vec2 test_nodes;
void main() {
    vec2 share = (gl_FragCoord.xy - 0.5) / (test_nodes - 1.0);
    gl_FragColor = vec4(field(mix(test_domain.xz, test_domain.yw, share)), 0.0, 0.0, 1.0);
}
"""


def run(job: np.lib.npyio.NpzFile) -> np.ndarray:
    nx, ny = (int(n) for n in job["resolution"])
    canvas = app.Canvas(size=(16, 16), show=False)
    with canvas:
        program = gloo.Program(VERTEX, str(job["glsl"]) + FRAGMENT)
        program["corner"] = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], np.float32)
        target = gloo.Texture2D((ny, nx, 4), format="rgba", internalformat="rgba32f")
        program["test_domain"] = tuple(float(c) for c in job["domain"])
        program["test_nodes"] = (float(nx), float(ny))
        for name, value in zip(job["uniforms"], job["values"], strict=True):
            program[str(name)] = float(value)
        with gloo.FrameBuffer(target):
            gloo.set_viewport(0, 0, nx, ny)
            gloo.set_state(blend=False, depth_test=False)
            program.draw("triangle_strip")
            pixels = gloo.read_pixels((0, 0, nx, ny), alpha=True, out_type="float")
    canvas.close()
    return pixels[::-1, :, 0].copy()  # vispy hands pictures over from top to bottom


if __name__ == "__main__":
    with np.load(sys.argv[1]) as job:
        field = run(job)
    np.savez(sys.argv[2], field=field)
