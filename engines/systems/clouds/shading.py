"""Paths and planar mixtures as GLSL text, for a graphics card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engines.numerics.diffusion.path import (
    Linear,
    Path,
    Scaled,
    Trig,
    VarianceExploding,
    VariancePreserving,
)
from engines.systems.clouds.gaussian_mixture import GaussianMixture

MOST = 16  # parts of a mixture: each is written out

PLACED = "void placed(int k, out float p, out vec2 m, out vec3 c) {"

PARTS = """
// Exponent of part k at x, its V^-1 as (xx, xy, yy), for q = (a, s, a', s s').
float power(vec2 x, vec4 q, float p, vec2 m, vec3 c, out vec3 inv, out vec2 off) {
    vec3 v = q.x * q.x * c + q.y * q.y * vec3(1.0, 0.0, 1.0);
    float det = v.x * v.z - v.y * v.y;
    inv = vec3(v.z, -v.y, v.x) / det;
    off = x - q.x * m;
    return p - 0.5 * log(det)
        - 0.5 * (inv.x * off.x * off.x + 2.0 * inv.y * off.x * off.y + inv.z * off.y * off.y);
}

vec2 times(vec3 c, vec2 x) { return vec2(c.x * x.x + c.y * x.y, c.y * x.x + c.z * x.y); }

// Velocity of a part, its score, and the matrix A of v = A x + b; with columns as GLSL has them.
void piece(vec4 q, vec2 m, vec3 c, vec3 inv, vec2 off, out vec2 v, out vec2 s, out mat2 slope) {
    vec3 rate = q.x * q.z * c + q.w * vec3(1.0, 0.0, 1.0);
    s = -times(inv, off);
    v = q.z * m - times(rate, s);
    vec2 first = times(rate, inv.xy), second = times(rate, inv.yz);
    slope = mat2(first, second);
}
"""

BOTH = f"""
void both(vec2 x, float t, out vec2 v, out mat2 g) {{
    vec4 q = moment(clamp(t, 0.0, 1.0));
    float p, top = -1.0e30, total = 0.0;
    vec2 m, off, w, s, score = vec2(0.0);
    vec3 c, inv;
    mat2 slope;
    for (int k = 0; k < {MOST}; k++) {{
        if (float(k) >= parts()) break;
        placed(k, p, m, c);
        top = max(top, power(x, q, p, m, c, inv, off));
    }}
    v = vec2(0.0);
    g = mat2(0.0);
    for (int k = 0; k < {MOST}; k++) {{
        if (float(k) >= parts()) break;
        placed(k, p, m, c);
        float share = exp(power(x, q, p, m, c, inv, off) - top);
        piece(q, m, c, inv, off, w, s, slope);
        total += share;
        v += share * w;
        score += share * s;
        g += share * (slope + mat2(w * s.x, w * s.y));
    }}
    v /= total;
    score /= total;
    g = (1.0 / total) * g - mat2(v * score.x, v * score.y);
}}
vec2 velocity(vec2 x, float t) {{ vec2 v; mat2 g; both(x, t, v, g); return v; }}
mat2 gradient(vec2 x, float t) {{ vec2 v; mat2 g; both(x, t, v, g); return g; }}
"""


def moment(path: Path) -> str:
    """A path as GLSL: its numbers a, s, a' and s s' as `moment` of time.

    Raises:
        TypeError: If nobody has written this path down.
    """
    if isinstance(path, Scaled):
        inner = moment(path.inner).replace("moment", "unscaled")
        return inner + (
            "vec4 moment(float t) {\n"
            "    vec4 q = unscaled(t);\n"
            "    float c = 1.0 / sqrt(q.x * q.x + q.y * q.y);\n"
            "    float g = -(q.x * q.z + q.w) * c * c;\n"
            "    return vec4(q.x * c, q.y * c, (q.z + q.x * g) * c,\n"
            "                (q.w + q.y * q.y * g) * c * c);\n"
            "}\n"
        )
    if isinstance(path, Linear):
        body = "return vec4(t, 1.0 - t, 1.0, t - 1.0);"
    elif isinstance(path, Trig):
        body = (
            "float h = 1.57079632679; float a = sin(h * t), s = sin(h * (1.0 - t));\n"
            "    return vec4(a, s, h * s, -h * a * s);"
        )
    elif isinstance(path, VariancePreserving):
        body = (
            f"float u = 1.0 - t; float rise = {path.fast - path.slow!r};\n"
            f"    float a = exp(-0.5 * ({path.slow!r} * u + 0.5 * rise * u * u));\n"
            f"    float da = 0.5 * ({path.slow!r} + rise * u) * a;\n"
            "    return vec4(a, sqrt(max(1.0 - a * a, 0.0)), da, -a * da);"
        )
    elif isinstance(path, VarianceExploding):
        high, slope = path.high ** (1.0 / 7.0), path.low ** (1.0 / 7.0) - path.high ** (1.0 / 7.0)
        body = (
            f"float r = {high!r} + t * {slope!r}; float s = pow(r, 7.0);\n"
            f"    return vec4(1.0, s, 0.0, s * 7.0 * {slope!r} * pow(r, 6.0));"
        )
    else:
        raise TypeError(f"path '{path.name}' is not written in GLSL")
    return f"vec4 moment(float t) {{\n    {body}\n}}\n"


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the parts of a mixture are, as GLSL.

    Attributes:
        text: Declares the uniforms and defines `float parts()`, how many there are, and
            `void placed(int k, out float p, out vec2 m, out vec3 c)`: the logarithm of the weight
            of part k, its mean, its covariance as (xx, xy, yy).
        uniforms: Name to value.
    """

    text: str
    uniforms: Mapping[str, float]


def placing(mixture: GaussianMixture) -> Placing:
    """Every number of a mixture as a uniform of its own."""
    values: dict[str, float] = {}
    lines = [f"float parts() {{ return {len(mixture.weights)}.0; }}", PLACED]
    rows = zip(np.log(mixture.weights), mixture.means, mixture.covariances, strict=True)
    for k, (log, mean, matrix) in enumerate(rows):
        values[f"p{k}"] = float(log)
        values |= {f"m{k}x": float(mean[0]), f"m{k}y": float(mean[1])}
        values |= {f"c{k}a": float(matrix[0, 0]), f"c{k}b": float(matrix[0, 1])}
        values[f"c{k}c"] = float(matrix[1, 1])
        lines.append(
            f"    if (k == {k}) {{ p = p{k}; m = vec2(m{k}x, m{k}y);"
            f" c = vec3(c{k}a, c{k}b, c{k}c); return; }}"
        )
    lines.append("    p = 0.0; m = vec2(0.0); c = vec3(1.0, 0.0, 1.0);\n}")
    uniforms = [f"uniform float {name};" for name in values]
    return Placing("\n".join(uniforms + lines) + "\n", values)


def circle_placing(modes: int, radius: float, spread: float) -> Placing:
    """Equal round Gaussians on a circle, by three uniforms that sliders can hold."""
    text = (
        "uniform float modes;\nuniform float radius;\nuniform float spread;\n"
        f"float parts() {{ return modes; }}\n{PLACED}\n"
        "    float angle = 6.28318530718 * float(k) / modes;\n"
        "    p = -log(modes);\n"
        "    m = radius * vec2(cos(angle), sin(angle));\n"
        "    c = spread * spread * vec3(1.0, 0.0, 1.0);\n"
        "}\n"
    )
    return Placing(text, {"modes": float(modes), "radius": radius, "spread": spread})


def text(placed: Placing, path: Path) -> str:
    """GLSL of `velocity` and `gradient` of the probability flow of a planar mixture."""
    return placed.text + moment(path) + PARTS + BOTH
