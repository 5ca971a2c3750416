"""Runs GLSL text at given states, off screen: `python run_shader.py jobs.npz results.npz`.

A process of its own, so that the graphics context it makes cannot disturb any other test.
Job k has `k.glsl`, `k.uniforms` (names), `k.values`, `k.states` (n, d), `k.time`; the result has
`k.velocity` (n, d) and `k.gradient` (n, d, d) with [i, j] = df_i/dx_j.
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
TYPES = {1: "float", 2: "vec2", 3: "vec3", 4: "vec4"}
PADDING = {1: ", 0.0, 0.0, 0.0", 2: ", 0.0, 0.0", 3: ", 0.0", 4: ""}


def fragment(glsl: str, d: int) -> str:
    part = "xyzw"[:d]
    columns = "\n".join(
        f"if (test_which == {j + 1}) "
        f"gl_FragColor = vec4(gradient(s, test_time){f'[{j}]' if d > 1 else ''}{PADDING[d]});"
        for j in range(d)
    )
    return f"""{glsl}
uniform sampler2D test_states;
uniform float test_time;
uniform float test_count;
uniform int test_which;
void main() {{
    {TYPES[d]} s = texture2D(test_states, vec2(gl_FragCoord.x/test_count, 0.5)).{part};
    if (test_which == 0) gl_FragColor = vec4(velocity(s, test_time){PADDING[d]});
    {columns}
}}
"""


def run(jobs: np.lib.npyio.NpzFile) -> dict[str, np.ndarray]:
    results = {}
    canvas = app.Canvas(size=(16, 16), show=False)
    with canvas:
        for k in jobs["names"]:
            states = jobs[f"{k}.states"]
            n, d = states.shape
            texels = np.zeros((1, n, 4), np.float32)
            texels[0, :, :d] = states
            program = gloo.Program(VERTEX, fragment(str(jobs[f"{k}.glsl"]), d))
            program["corner"] = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], np.float32)
            source = gloo.Texture2D(texels, internalformat="rgba32f", interpolation="nearest")
            target = gloo.Texture2D((1, n, 4), format="rgba", internalformat="rgba32f")
            program["test_states"] = source
            program["test_time"] = float(jobs[f"{k}.time"])
            program["test_count"] = float(n)
            for name, value in zip(jobs[f"{k}.uniforms"], jobs[f"{k}.values"], strict=True):
                program[str(name)] = float(value)
            found = []
            with gloo.FrameBuffer(target):
                gloo.set_viewport(0, 0, n, 1)
                gloo.set_state(blend=False, depth_test=False)
                for which in range(d + 1):
                    program["test_which"] = which
                    program.draw("triangle_strip")
                    pixels = gloo.read_pixels((0, 0, n, 1), alpha=True, out_type="float")
                    found.append(pixels[0, :, :d].copy())
            results[f"{k}.velocity"] = found[0]
            results[f"{k}.gradient"] = np.stack(found[1:], axis=-1)
    canvas.close()
    return results


if __name__ == "__main__":
    with np.load(sys.argv[1]) as jobs:
        np.savez(sys.argv[2], **run(jobs))
