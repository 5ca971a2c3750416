"""Small networks as GLSL: weights and moments are texels, layers are loops over them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engines.protocols.capabilities import Shaded, Textured

WEIGHTS, TIMES, LAYERS = "net_weights", "net_times", "net_layers"
MOMENTS = 8192  # texels of time, close together at the data, where a clock may be abrupt
Layers = tuple[tuple[np.ndarray, np.ndarray], ...]

# Lines that end in //~ carry two small displacements along, and are left out where only the
# velocity is wanted. The number of layers is a uniform, and their sizes are texels, so that no
# driver writes these loops out. The inputs of a unit are written out here: a processor that plays
# graphics card lets a pixel go around 65535 times in all.
_RUN = """
void NAME(VALUES) {
    for (int l = 0; l < int(net_layers); l++) {
        vec4 shape = net_texel(float(l), 0.0);
        float bent = float(l) + 1.5 < net_layers ? 1.0 : 0.0;
        int outer = int(shape.z);
        for (int o = 0; o < outer; o++) {
            float row = shape.x + float(o);
            vec4 h = net_texel(WIDE - 1.0, row);
            vec4 first = vec4(0.0), second = vec4(0.0); //~
            mat4 part;
INPUTS
            vec4 gate = 1.0 / (1.0 + exp(min(-h, 80.0)));
            vec4 unit = h * gate;
            vec4 slope = mix(vec4(1.0), gate * (1.0 + h - unit), bent); //~
            net_b[o] = mix(h, unit, bent);
            net_p[o] = slope * first; //~
            net_q[o] = slope * second; //~
        }
        net_a = net_b;
        net_u = net_p; //~
        net_w = net_q; //~
    }
}
"""
_INPUT = """
                part = net_part(COLUMN.0, row);
                h += part * net_a[BLOCK];
                first += part * net_u[BLOCK]; //~
                second += part * net_w[BLOCK]; //~
"""
TOGETHER = 8  # blocks of inputs that are there or not
_HEAD = """
uniform sampler2D net_weights;
uniform sampler2D net_times;
uniform float net_layers;
vec4 net_a[BLOCKS], net_b[BLOCKS], net_u[BLOCKS], net_w[BLOCKS], net_p[BLOCKS], net_q[BLOCKS];
vec2 net_where, net_velocity;
float net_when = -1.0e30;
vec4 net_texel(float column, float row) {
    return texture2D(net_weights, (vec2(column, row) + 0.5) / vec2(WIDE, HIGH));
}
mat4 net_part(float column, float row) {
    return mat4(net_texel(column, row), net_texel(column + 1.0, row),
                net_texel(column + 2.0, row), net_texel(column + 3.0, row));
}
vec4 net_moment(float t) {
    float s = sqrt(1.0 - clamp(t, 0.0, 1.0)) * (COUNT - 1.0);
    float k = min(floor(s), COUNT - 2.0);
    return mix(texture2D(net_times, vec2((k + 0.5) / COUNT, 0.5)),
               texture2D(net_times, vec2((k + 1.5) / COUNT, 0.5)), s - k);
}
"""
_PLAIN = """
void net_see(vec2 x, vec4 m) { net_a[0] = vec4(m.z * x, m.w, 0.0); }
"""
_WAVES = """
vec2 net_turned(vec2 z, vec2 by) { return vec2(z.x * by.y + z.y * by.x, z.y * by.y - z.x * by.x); }
void net_see(vec2 x, vec4 m) {
    float angle = 0.7853981633974483 * m.w;
    vec2 once = vec2(sin(angle), cos(angle)), z = once;
    net_a[0] = vec4(m.z * x, z);
    for (int i = 1; i < SEEN; i++) {
        vec2 next = net_turned(z, once);
        z = net_turned(next, once);
        net_a[i] = vec4(next, z);
    }
}
"""
# A gradient that is asked for first leaves the velocity of the same place behind.
_FIELD = """
vec2 velocity(vec2 x, float t) {
    if (x == net_where && t == net_when) return net_velocity;
    vec4 m = net_moment(t);
    net_see(x, m);
    net_value();
    return m.x * x + m.y * net_a[0].xy;
}
mat2 gradient(vec2 x, float t) {
    vec4 m = net_moment(t);
    net_see(x, m);
    for (int i = 0; i < SEEN; i++) net_u[i] = net_w[i] = vec4(0.0);
    net_u[0].x = m.z;
    net_w[0].y = m.z;
    net_pushed();
    net_where = x;
    net_when = t;
    net_velocity = m.x * x + m.y * net_a[0].xy;
    return mat2(vec2(m.x, 0.0) + m.y * net_u[0].xy, vec2(0.0, m.x) + m.y * net_w[0].xy);
}
"""


@dataclass(frozen=True, eq=False)
class CardNet:
    r"""A velocity of the plane that a graphics card can follow.

        v = A x + B F(C x, tau),   tau and A, B, C functions of time alone

    Attributes:
        layers: Matrices, shape (inner, outer), and offsets of F, an `Mlp` of two coordinates and
            of tau itself, or of `waves` slow sines and as many cosines of it, in this order.
        waves: How many; 0 for tau itself.
        moments: Times, shape (n,), to A, B, C and tau, shape (n, 4).
    """

    layers: Layers
    waves: int
    moments: Callable[[np.ndarray], np.ndarray]

    @cached_property
    def glsl(self) -> str:
        """GLSL 1.20 that defines `velocity` and `gradient`; it knows sizes, not weights."""
        high, wide = self.weights.shape[:2]
        seen = _blocks(self.layers[0][0].shape[0])
        blocks = max(seen, *(_blocks(offset.shape[0]) for _, offset in self.layers))
        words = {
            "BLOCKS": str(blocks), "SEEN": str(seen),
            "WIDE": f"{wide}.0", "HIGH": f"{high}.0", "COUNT": f"{MOMENTS}.0",
        }  # fmt: skip
        run = _RUN.replace("INPUTS", _inputs(blocks))
        value = "\n".join(line for line in run.splitlines() if not line.endswith("//~"))
        runs = value.replace("NAME(VALUES)", "net_value()")
        runs += run.replace("NAME(VALUES)", "net_pushed()").replace(" //~", "")
        text = _HEAD + (_WAVES if self.waves else _PLAIN) + runs + _FIELD
        for word, meant in words.items():
            text = text.replace(word, meant)
        return text

    @property
    def uniforms(self) -> dict[str, float]:
        """The number of layers."""
        return {LAYERS: float(len(self.layers))}

    @cached_property
    def weights(self) -> np.ndarray:
        """Row 0: first row, blocks of four inputs and of four outputs of each layer. Then a row
        for each block of outputs: a column of weights for each input, and the offsets in the last one.
        """
        layers = [(_interleaved(*self.layers[0], self.waves)), *self.layers[1:]]
        inner = [_blocks(matrix.shape[0]) for matrix, _ in layers]
        outer = [_blocks(matrix.shape[1]) for matrix, _ in layers]
        wide = max(4 * max(inner) + 1, len(layers))
        texels = np.zeros((1 + sum(outer), wide, 4), dtype=np.float32)
        row = 1
        for k, (matrix, offset) in enumerate(layers):
            texels[0, k, :3] = row, inner[k], outer[k]
            whole = np.zeros((wide, 4 * outer[k]), dtype=np.float32)
            whole[: matrix.shape[0], : matrix.shape[1]] = matrix
            whole[-1, : matrix.shape[1]] = offset
            texels[row : row + outer[k]] = whole.reshape(wide, outer[k], 4).transpose(1, 0, 2)
            row += outer[k]
        texels.flags.writeable = False
        return texels

    @cached_property
    def times(self) -> np.ndarray:
        """A, B, C and tau where sqrt(1 - t) rises evenly from 0 to 1."""
        left = np.linspace(0.0, 1.0, MOMENTS)
        texels = np.ascontiguousarray(self.moments(1.0 - left**2)[None], dtype=np.float32)
        texels.flags.writeable = False
        return texels


class NetShaded(Shaded, Textured):
    """A flow whose velocity is that of a small network."""

    @property
    @abstractmethod
    def card(self) -> CardNet:
        """What a card needs to know, the same object every time."""

    def glsl(self) -> str:
        return self.card.glsl

    def uniforms(self) -> Mapping[str, float]:
        return self.card.uniforms

    def textures(self) -> Mapping[str, np.ndarray]:
        return {WEIGHTS: self.card.weights, TIMES: self.card.times}


def _blocks(count: int) -> int:
    return -(-count // 4)


def _inputs(blocks: int) -> str:
    """Products with blocks of four inputs; those beyond a layer's own are passed over."""
    lines = []
    for begin in range(0, blocks, TOGETHER):
        lines.append(f"            if (shape.y > {begin}.5) {{")
        for block in range(begin, min(begin + TOGETHER, blocks)):
            one = _INPUT.strip("\n").replace("COLUMN", str(4 * block))
            lines.append(one.replace("BLOCK", str(block)))
        lines.append("            }")
    return "\n".join(lines)


def _interleaved(
    matrix: np.ndarray, offset: np.ndarray, waves: int
) -> tuple[np.ndarray, np.ndarray]:
    """A first layer whose sines and cosines come in pairs, as a turn makes them."""
    if not waves:
        return matrix, offset
    pairs = np.stack([matrix[2 : 2 + waves], matrix[2 + waves :]], axis=1)
    return np.concatenate([matrix[:2], pairs.reshape(2 * waves, -1)]), offset
