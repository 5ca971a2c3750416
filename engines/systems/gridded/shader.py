"""A gridded flow as GLSL: splines over texels, read one by one."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np

from engines.protocols.capabilities import Shaded, Textured
from engines.systems.gridded.atlas import Atlas, CardAxis
from engines.systems.gridded.flow import GriddedFlow, ViscousFlow
from engines.systems.gridded.frames import Frames
from engines.systems.gridded.sphere import GriddedSphereFlow, GriddedVectors
from engines.systems.gridded.splines.axes import CUBIC
from engines.systems.sphere.sphere_flow import SEEN

ATLAS = "grid_atlas"
BEYOND = "grid_beyond"  # what the velocity is where there is none: soon no number at all
_FAR = 3.0e38
_SLACK = 0.05  # of a step between frames: so far beyond the series it is taken to stand still

_HEAD = """
uniform sampler2D grid_atlas;
uniform float grid_beyond;
vec4 grid_texel(float tile, vec2 index) {
    float row = floor((tile + 0.5) / COLUMNS);
    vec2 corner = vec2(tile - row * COLUMNS, row) * vec2(WIDE, HIGH);
    return texture2D(grid_atlas, (corner + index + 0.5) / vec2(ACROSS, UP));
}
vec2 grid_pair(vec4 both, vec2 shares) { return both.xy * shares.x + both.zw * shares.y; }
"""
_CUBIC = """
vec4 grid_values(float p) {
    float q = 1.0 - p;
    return vec4(q * q * q, 4.0 + p * p * (3.0 * p - 6.0), 4.0 + q * q * (3.0 * q - 6.0),
                p * p * p) / 6.0;
}
vec4 grid_slopes(float p) {
    float q = 1.0 - p;
    return vec4(-q * q, p * (3.0 * p - 4.0), -q * (3.0 * q - 4.0), p * p) * 0.5;
}
"""
_LINEAR = """
vec4 grid_values(float p) { return vec4(1.0 - p, p, 0.0, 0.0); }
vec4 grid_slopes(float p) { return vec4(-1.0, 1.0, 0.0, 0.0); }
"""
# Weights of four frames; at the ends of the series the parabola of a slope is one-sided.
_TIMES = {
    "steady": """
float grid_time(float t, out vec4 w) { w = vec4(0.0, 0.0, 0.0, 1.0); return 0.0; }
""",
    "linear": """
float grid_time(float t, out vec4 w) {
    float s = clamp((t - BEGIN) / STEP, 0.0, LAST);
    float k = min(floor(s), LAST - 1.0);
    s -= k;
    w = vec4(0.0, 1.0 - s, s, 0.0);
    return k;
}
""",
    "cubic": """
float grid_time(float t, out vec4 w) {
    float s = clamp((t - BEGIN) / STEP, 0.0, LAST);
    float k = min(floor(s), LAST - 1.0);
    s -= k;
    float r = 1.0 - s;
    float before = k < 0.5 ? 0.0 : 1.0;
    float after = k > LAST - 1.5 ? 0.0 : 1.0;
    vec4 line = vec4(0.0, -1.0, 1.0, 0.0);
    vec4 one = vec4(0.5, -1.0, 0.5, 0.0);
    vec4 two = vec4(0.0, 0.5, -1.0, 0.5);
    vec4 begin = line - (before > 0.5 ? one : after * two);
    vec4 end = line + (after > 0.5 ? two : before * one);
    w = vec4(0.0, (1.0 + 2.0 * s) * r * r, s * s * (3.0 - 2.0 * s), 0.0)
      + s * r * r * begin - s * s * r * end;
    return k;
}
""",
}
# Where a parcel is: cell and place within it; `lost` is 1 where there is no velocity.
_PLACE = """
vec2 grid_place(vec2 x, float t, out vec2 part, out float lost) {
    vec2 s = x;
    GOING_ROUND
    s = (s - vec2(LOW_X, LOW_Y)) / vec2(CELL_X, CELL_Y);
    vec2 most = vec2(CELLS_X, CELLS_Y);
    vec2 over = max(-s, s - most);
    float late = LATE;
    lost = max(max(over.x, over.y) * 1000.0, late) > 1.0 ? 1.0 : 0.0;
    vec2 cell = clamp(floor(s), vec2(0.0), most - 1.0);
    part = s - cell;
    return cell;
}
"""
# One sum over the neighbours of a cell. Loops of constant length are unrolled, and what velocity
# and gradient read twice is read once, as there is no branch between them.
_SUM = """
void grid_sum(vec2 x, float t, out VEC v, out VEC along_x, out VEC along_y) {
    vec2 part;
    float lost;
    vec4 w;
    vec2 cell = grid_place(x, t, part, lost);
    float k = grid_time(t, w);
    vec4 bx = grid_values(part.x), sx = grid_slopes(part.x) / CELL_X;
    vec4 by = grid_values(part.y), sy = grid_slopes(part.y) / CELL_Y;
    v = along_x = along_y = VEC(0.0);
    for (int j = 0; j < WIDTH; j++) {
        VEC flat_ = VEC(0.0);
        VEC lean = VEC(0.0);
        for (int i = 0; i < WIDTH; i++) {
            vec2 index = cell + vec2(float(i), float(j));
            VEC c = FETCH;
            flat_ += bx[i] * c;
            lean += sx[i] * c;
        }
        v += by[j] * flat_;
        along_x += by[j] * lean;
        along_y += sy[j] * flat_;
    }
    v += VEC(grid_beyond * lost);
    along_x += VEC(grid_beyond * lost);
    along_y += VEC(grid_beyond * lost);
}
"""
_PLANE = """
vec2 velocity(vec2 x, float t) {
    vec2 v, along_x, along_y;
    grid_sum(x, t, v, along_x, along_y);
    return v;
}
mat2 gradient(vec2 x, float t) {
    vec2 v, along_x, along_y;
    grid_sum(x, t, v, along_x, along_y);
    return mat2(along_x, along_y);
}
"""
_SPHERE = """
vec2 grid_degrees(vec3 n, float around) {
    float longitude = degrees(atan(n.y, n.x));
    if (longitude < LOW_X) longitude += 360.0;
    if (longitude > LOW_X + (CELLS_X + 0.001) * CELL_X) longitude -= 360.0;
    return vec2(longitude, degrees(atan(n.z, around)));
}
vec3 velocity(vec3 x, float t) {
    vec3 n = normalize(x);
    vec3 v, along_x, along_y;
    grid_sum(grid_degrees(n, max(length(n.xy), 1e-6)), t, v, along_x, along_y);
    return v - n * dot(n, v);
}
mat3 gradient(vec3 x, float t) {
    vec3 n = normalize(x);
    float around = max(length(n.xy), 1e-6);
    vec3 v, along_x, along_y;
    grid_sum(grid_degrees(n, around), t, v, along_x, along_y);
    vec3 east = vec3(-n.y, n.x, 0.0) / around;
    vec3 north = vec3(-n.z * n.x / around, -n.z * n.y / around, around);
    along_x *= 57.29577951308232 / max(around, 1e-3);
    along_y *= 57.29577951308232;
    mat3 g;
    for (int j = 0; j < 3; j++) {
        vec3 turned = along_x * east[j] + along_y * north[j];
        float side = v[j] - n[j] * dot(n, v);
        g[j] = (turned - n * (side + dot(n, turned))) / length(x);
    }
    return g;
}
"""


def glsl_of(frames: Frames, atlas: Atlas, way: str) -> str:
    """GLSL 1.20 that defines `velocity` and `gradient` over the texels of `atlas`."""
    times, sphere = frames.grid.times, frames.components == 3
    steady = len(times) == 1
    step = float(times[-1] - times[0]) / max(len(times) - 1, 1)
    across, up = atlas.size
    round_ = "".join(
        f"s.{c} -= {_f(a.period)} * floor((s.{c} - {_f(a.low)}) / {_f(a.period)}); "
        for c, a in (("x", atlas.x), ("y", atlas.y))
        if a.period
    )
    words: dict[str, str] = {
        "GOING_ROUND": round_,
        "LATE": "0.0" if steady else f"abs((t - BEGIN) / STEP - 0.5 * LAST) - 0.5 * LAST + {_f(1.0 - _SLACK)}",
        "FETCH": _fetch(sphere, steady, way),
        "VEC": "vec3" if sphere else "vec2",
        "COLUMNS": _f(atlas.columns), "ACROSS": _f(across), "UP": _f(up),
        "WIDE": _f(atlas.x.count), "HIGH": _f(atlas.y.count),
        "WIDTH": str(frames.width),
        "BEGIN": _f(times[0]), "STEP": _f(step or 1.0), "LAST": _f(len(times) - 1),
        **_axis_words(atlas.x, "X"), **_axis_words(atlas.y, "Y"),
    }  # fmt: skip
    text = _HEAD + (_CUBIC if frames.width == CUBIC else _LINEAR)
    text += _TIMES["steady" if steady else way] + _PLACE + _SUM + (_SPHERE if sphere else _PLANE)
    for word, meant in words.items():
        text = text.replace(word, meant)
    return text


def _fetch(sphere: bool, steady: bool, way: str) -> str:
    """The coefficient of a cell at the moment, from as few texels as there can be."""
    if steady:
        return "grid_texel(0.0, index)." + ("xyz" if sphere else "zw")
    if sphere:
        near = "w.y * grid_texel(k, index).xyz + w.z * grid_texel(k + 1.0, index).xyz"
        far = "w.x * grid_texel(max(k - 1.0, 0.0), index).xyz + w.w * grid_texel(min(k + 2.0, LAST), index).xyz"
        return near if way == "linear" else f"{near} + {far}"
    if way == "linear":
        return "grid_pair(grid_texel(k + 1.0, index), w.yz)"
    return "grid_pair(grid_texel(k, index), w.xy) + grid_pair(grid_texel(k + 2.0, index), w.zw)"


def _axis_words(axis: CardAxis, name: str) -> dict[str, str]:
    return {
        f"LOW_{name}": _f(axis.low),
        f"CELLS_{name}": _f(axis.cells),
        f"CELL_{name}": _f(axis.cell),
    }


def _f(number: float) -> str:
    text = f"{float(number):.9g}"
    text = text if "." in text or "e" in text else f"{text}.0"
    return f"({text})" if number < 0.0 else text


_atlases: WeakKeyDictionary[Frames, Atlas] = WeakKeyDictionary()
_lock = threading.Lock()


def _atlas(frames: Frames) -> Atlas:
    """The atlas of these frames, shared by all flows through them."""
    with _lock:
        if frames not in _atlases:
            _atlases[frames] = Atlas(frames)
        return _atlases[frames]


class _Drawn(Shaded, Textured):
    """A flow whose frames a card can hold."""

    frames: Frames
    way: str

    def glsl(self) -> str:
        return glsl_of(self.frames, _atlas(self.frames), self.way)

    def uniforms(self) -> Mapping[str, float]:
        return {BEYOND: _FAR}

    def textures(self) -> Mapping[str, np.ndarray]:
        return {ATLAS: _atlas(self.frames).texels(self.frames)}


class DrawnFlow(GriddedFlow, _Drawn):
    """A flow in the plane that a card can follow."""


class DrawnViscousFlow(ViscousFlow, _Drawn):
    """A flow of known viscosity that a card can follow."""


class DrawnVectors(GriddedVectors, _Drawn):
    """Unit vectors that a card can follow."""


class DrawnSphereFlow(GriddedSphereFlow, _Drawn):
    """Longitude and latitude that a card can follow."""

    def __init__(self, whole: DrawnVectors) -> None:
        super().__init__(whole)
        self.way = whole.way

    def glsl(self) -> str:
        return super().glsl() + SEEN
