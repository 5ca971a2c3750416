"""The FTLE field as GLSL: each pixel carries its own parcel and its own tangents."""

from __future__ import annotations

from functools import reduce

import numpy as np

from engines.instruments.transport.deformation import Seeds, released
from engines.instruments.transport.section import at
from engines.layers.shader_field import ShaderField
from engines.protocols.capabilities import (
    Box,
    Costly,
    Differentiable,
    Recorded,
    Shaded,
    Spherical,
    Textured,
)
from engines.protocols.flow import Flow
from engines.protocols.instrument import Section

MOST_STEPS = 400
STEP = "ftle_step"  # uniform: the longest step
STEP_SHARE = 0.25  # of the shortest time in which the flow stretches by e: a shader's step
LOOKS, FEW_LOOKS = 12, 5  # along each side, to find it
DEAR = 100  # usual velocities that take as long as one of a costly flow

# Polynomials in place of the built-in functions, with short chains of dependent operations: on a
# processor that plays graphics card, a step waits for them most of its time. Every driver gives
# the same digits (error 3e-7 of the amplitude, beside the rounding of the argument itself).
_CIRCULAR = """
float sep_wave(float turns) {
    float w = turns - floor(turns + 0.5);
    float q = w * w;
    float low = 6.28318376 - 16.2086519 * q;
    float high = (16.7594618 - 9.51560921 * q) + q * q * 3.01782046;
    return (w - 4.0 * (w * q)) * (low + q * q * high);
}
#define sin(a) sep_wave((a) * 0.15915494)
#define cos(a) sep_wave((a) * 0.15915494 + 0.25)
"""

# Differences of float32 trajectories would drown in rounding, so the tangents are integrated too.
# One Runge-Kutta step gathers the weighted slopes while the next stage is made from the last.
# Lines with @ belong to one parcel, and are written once for each.
_FIELD = """
uniform float start;
uniform float horizon;
uniform float ftle_step;
DECLARED
GIVEN

float sep_exponent(VECTOR u, VECTOR w) {
    // Divided by the longest entry first: float32 overflows at 1e38, its square at 1e19.
    VECTOR longest = max(abs(u), abs(w));
    float scale = LONGEST;
    u /= scale;
    w /= scale;
    float a = dot(u, u);
    float b = dot(w, w);
    float c = dot(u, w);
    float largest = 0.5 * (a + b) + sqrt(0.25 * (a - b) * (a - b) + c * c);
    return 0.5 * log(largest) + log(scale);
}
"""
_HEAD = "float field(vec2 p)", "vec2 fields(vec2 p1, vec2 p2)"
_BODY = """ {
    float count = clamp(ceil(abs(horizon) / ftle_step), 1.0, MOST.0);
    float span = abs(horizon) < abs(LEAST) ? LEAST : SPAN;
    float h = span / count;
    VECTOR x@ = sep_place(p@);
    VECTOR u@ = sep_first(p@);
    VECTOR w@ = sep_second(p@);
    for (int i = 0; i < MOST; i++) {
        if (float(i) >= count) break;
        float t = start + float(i) * h;
        float half_h = 0.5 * h;
        MATRIX j@ = gradient(x@, t);
        VECTOR k@ = velocity(x@, t);
        VECTOR ku@ = j@ * u@;
        VECTOR kw@ = j@ * w@;
        VECTOR dx@ = k@;
        VECTOR du@ = ku@;
        VECTOR dw@ = kw@;
        VECTOR y@ = x@ + half_h * k@;
        VECTOR yu@ = u@ + half_h * ku@;
        VECTOR yw@ = w@ + half_h * kw@;
        j@ = gradient(y@, t + half_h);
        k@ = velocity(y@, t + half_h);
        ku@ = j@ * yu@;
        kw@ = j@ * yw@;
        dx@ += 2.0 * k@;
        du@ += 2.0 * ku@;
        dw@ += 2.0 * kw@;
        y@ = x@ + half_h * k@;
        yu@ = u@ + half_h * ku@;
        yw@ = w@ + half_h * kw@;
        j@ = gradient(y@, t + half_h);
        k@ = velocity(y@, t + half_h);
        ku@ = j@ * yu@;
        kw@ = j@ * yw@;
        dx@ += 2.0 * k@;
        du@ += 2.0 * ku@;
        dw@ += 2.0 * kw@;
        y@ = x@ + h * k@;
        yu@ = u@ + h * ku@;
        yw@ = w@ + h * kw@;
        j@ = gradient(y@, t + h);
        k@ = velocity(y@, t + h);
        x@ += (h / 6.0) * (dx@ + k@);
        u@ += (h / 6.0) * (du@ + j@ * yu@);
        w@ += (h / 6.0) * (dw@ + j@ * yw@);
    }
"""
# The same for a costly flow, whose velocity stands in the text once: a driver would otherwise
# translate it for every stage. What is left over of a pixel's turns around loops is asked at the
# end, as a processor that plays graphics card allows only so many: no value rather than a wrong one.
_SLOWLY = """ {
    float count = clamp(ceil(abs(horizon) / ftle_step), 1.0, MOST.0);
    float span = abs(horizon) < abs(LEAST) ? LEAST : SPAN;
    float h = span / count;
    VECTOR x = sep_place(p), k = VECTOR(0.0), dx;
    VECTOR u = sep_first(p), ku = VECTOR(0.0), du;
    VECTOR w = sep_second(p), kw = VECTOR(0.0), dw;
    for (int i = 0; i < int(count); i++) {
        float t = start + float(i) * h;
        dx = du = dw = VECTOR(0.0);
        for (int stage = 0; stage < 4; stage++) {
            float ahead = stage == 0 ? 0.0 : stage == 3 ? h : 0.5 * h;
            float share = stage == 0 || stage == 3 ? h / 6.0 : h / 3.0;
            VECTOR y = x + ahead * k, yu = u + ahead * ku, yw = w + ahead * kw;
            MATRIX j = gradient(y, t + ahead);
            k = velocity(y, t + ahead);
            ku = j * yu;
            kw = j * yw;
            dx += share * k;
            du += share * ku;
            dw += share * kw;
        }
        x += dx;
        u += du;
        w += dw;
    }
    float turns = 0.0;
    for (int i = 0; i < 4 + int(count); i++) turns += 1.0;
    if (turns < 4.0) return FAR;
"""
FAR = 3.0e38  # more than what counts as a number
_ENDS = (
    "    return sep_exponent(u, w) / abs(span);\n}\n",
    "    return vec2(sep_exponent(u1, w1), sep_exponent(u2, w2)) / abs(span);\n}\n",
)


def _written(words: dict[str, str], paired: bool) -> str:
    """Both functions, or only that of one costly parcel, the names in capitals replaced by `words`."""
    lines = _BODY.splitlines(keepends=True)
    one = "".join(line.replace("@", "") for line in lines)
    two = "".join(
        line.replace("@", mark) for line in lines for mark in ("12" if "@" in line else ("",))
    )
    text = _FIELD + _HEAD[0] + (one if paired else _SLOWLY) + _ENDS[0]
    if paired:
        text += _HEAD[1] + two + _ENDS[1]
    for word, meant in words.items():
        text = text.replace(word, meant)
    return text


# The parcel and the two directions in which it is displaced, for a plane of two coordinates and
# for the surface of a sphere.
_FLAT = """VECTOR sep_place(vec2 position) { return VECTOR(PLACE); }
VECTOR sep_first(vec2 position) { return VECTOR(FIRST); }
VECTOR sep_second(vec2 position) { return VECTOR(SECOND); }"""
_ROUND = """vec3 sep_place(vec2 position) {
    vec2 a = position * 0.017453292519943295;
    return vec3(cos(a.y) * cos(a.x), cos(a.y) * sin(a.x), sin(a.y));
}
vec3 sep_first(vec2 position) {
    float a = position.x * 0.017453292519943295;
    return vec3(-sin(a), cos(a), 0.0);
}
vec3 sep_second(vec2 position) {
    vec2 a = position * 0.017453292519943295;
    return vec3(-sin(a.y) * cos(a.x), -sin(a.y) * sin(a.x), cos(a.y));
}"""
SPANS = {"": "horizon", "forward": "abs(horizon)", "backward": "-abs(horizon)"}


def ftle_shader(
    flow: Shaded,
    box: Box,
    *,
    start: float,
    horizon: float,
    step: float,
    least: float,
    resolution: tuple[int, int],
    unit: str,
    scale: str,
    section: Section | None = None,
    way: str = "",
) -> ShaderField:
    """A shader field that integrates the variational equation with RK4 in float32.

        M' = (dv/dx) M,   ftle = ln(largest singular value of M) / |T|

    Args:
        flow: Its text defines `velocity` and `gradient` for 2 to 4 coordinates; for a flow on a
            sphere that of unit vectors is used.
        box: Domain of the coordinates.
        start: Value of the uniform `start`, the time of release.
        horizon: Value of the uniform `horizon`, the signed travel time T.
        step: Longest step, units of time; a pixel takes |T| / step steps, at most 400. A uniform
            like all numbers, so that the text is compiled once.
        least: Horizon shown in place of one that is closer to zero.
        resolution: (nx, ny) of an export.
        unit: Unit of the exponent.
        scale: Kind of quantity.
        section: Plane through more than two coordinates; where it cuts the others become
            uniforms named as the parameters of `declared_section` are.
        way: "forward" or "backward" whatever the sign of the horizon; "" to follow it.
    """
    moved: Shaded = flow
    given, named, cuts = _FLAT, dict[int, str](), dict[str, float]()
    plane = (0, 1)
    if isinstance(flow, Spherical):
        given, d = _ROUND, 3
        if isinstance(flow.whole, Shaded):
            moved = flow.whole
    else:
        d = 2
        if section is not None and section.rest and isinstance(flow, Flow):
            d, plane = flow.dimension, section.plane
            others = [i for i in range(d) if i not in plane]
            named = {i: at(flow, i) for i in others}
            cuts = {named[i]: value for i, value in zip(others, section.rest, strict=True)}
    axes = {plane[0]: "position.x", plane[1]: "position.y"}
    entries = [f"longest.{c}" for c in "xyzw"[:d]]
    words = {
        "GIVEN": given,
        "DECLARED": "\n".join(f"uniform float {name};" for name in cuts),
        "PLACE": ", ".join(axes.get(i) or named.get(i, "0.0") for i in range(d)),
        "FIRST": ", ".join("1.0" if i == plane[0] else "0.0" for i in range(d)),
        "SECOND": ", ".join("1.0" if i == plane[1] else "0.0" for i in range(d)),
        "LONGEST": reduce(lambda so_far, entry: f"max({so_far}, {entry})", entries),
        "FAR": f"{FAR:e}",
        "LEAST": _number(-least if way == "backward" else least),
        "SPAN": SPANS[way],
        "MOST": str(MOST_STEPS),
        "VECTOR": f"vec{d}",
        "MATRIX": f"mat{d}",
    }
    steps = min(MOST_STEPS, max(1.0, abs(horizon) / step))
    costly = isinstance(flow, Costly)  # one such parcel keeps a processor busy enough
    return ShaderField(
        glsl=_CIRCULAR + moved.glsl() + _written(words, paired=not costly),
        uniforms={**flow.uniforms(), "start": start, "horizon": horizon, STEP: step, **cuts},
        domain=(box.low[plane[0]], box.high[plane[0]], box.low[plane[1]], box.high[plane[1]]),
        resolution=resolution,
        unit=unit,
        scale=scale,
        cost=4 * round(steps) * (DEAR if costly else 1),
        paired=not costly,
        textures=moved.textures() if isinstance(moved, Textured) else {},
    )


def shader_step(
    flow: Flow,
    moved: Differentiable,
    *,
    box: Box,
    start: float,
    horizon: float,
    longest: float,
    section: Section,
) -> float:
    """A step of RK4 that resolves the strongest stretching, from a look at the Jacobian.

    Args:
        flow: What moves the nodes.
        moved: The same, or the flow of unit vectors.
        box: Domain of the coordinates.
        start: Time of release.
        horizon: Travel time, signed.
        longest: Step that is not exceeded.
        section: Plane of the nodes.
    """
    i, j = section.plane
    side = FEW_LOOKS if isinstance(flow, Costly) else LOOKS
    x, y = np.linspace(box.low[i], box.high[i], side), np.linspace(box.low[j], box.high[j], side)
    seeds = Seeds(x, y, section.rest, start, horizon, section.plane)
    states = released(flow, seeds).states
    times = start + horizon * np.linspace(0.0, 1.0, 1 if flow.steady else 5)
    if isinstance(flow, Recorded):
        times = np.clip(times, *flow.span)
    with np.errstate(all="ignore"):
        found = np.concatenate([moved.jacobian(states, float(t)) for t in times])
    found = found[np.isfinite(found).all(axis=(1, 2))]
    rates = np.linalg.norm(found, 2, axis=(1, 2)) if len(found) else np.zeros(1)
    fastest = float(np.quantile(rates, 0.95))
    return min(STEP_SHARE / max(fastest, 1e-12), longest)


def _number(value: float) -> str:
    text = f"{value:.9g}"
    return text if "." in text or "e" in text else f"{text}.0"
