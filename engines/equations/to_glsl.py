"""Equations as GLSL 1.20 text, for shader fields and tracers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from engines.equations.algebra.tree import Node
from engines.equations.equations import Equations
from engines.equations.functions import FUNCTIONS, TIME
from engines.equations.program import program
from engines.errors import EquationError

PRIMITIVES = frozenset(name for name, f in FUNCTIONS.items() if f.glsl)

# pow() of a negative base is undefined in GLSL: the sign of a whole exponent is worked out here,
# and everything else that has no real value becomes NaN.
_POWER = """float sep_pow(float a, float b) {
    if (b == 0.0) return 1.0;
    if (a > 0.0) return pow(a, b);
    if (a == 0.0) return b > 0.0 ? 0.0 : 1.0/abs(a);
    if (floor(b) != b) return sqrt(a);
    return (mod(b, 2.0) == 0.0 ? 1.0 : -1.0)*pow(-a, b);
}
"""

_WORDS = """
attribute const uniform varying buffer shared coherent volatile restrict readonly writeonly layout
centroid flat smooth noperspective patch sample break continue do for while switch case default if
else subroutine in out inout float double int void bool true false invariant precise discard return
lowp mediump highp precision struct common partition active asm class union enum typedef template
this packed goto inline noinline public static extern external interface long short half fixed
unsigned superp input output sampler1D sampler2D sampler3D samplerCube sizeof cast namespace using
resource atomic_uint filter image1D image2D image3D hvec2 hvec3 hvec4 dvec2 dvec3 dvec4 fvec2 fvec3
fvec4 vec2 vec3 vec4 ivec2 ivec3 ivec4 bvec2 bvec3 bvec4 uvec2 uvec3 uvec4 mat2 mat3 mat4 uint
radians degrees sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh pow exp log exp2 log2
sqrt inversesqrt abs sign floor trunc round roundEven ceil fract mod modf min max clamp mix step
smoothstep isnan isinf length distance dot cross normalize faceforward reflect refract transpose
inverse determinant outerProduct matrixCompMult lessThan greaterThan equal notEqual any all not
texture texture1D texture2D texture3D textureCube dFdx dFdy fwidth noise1 noise2 noise3 noise4 fma
main velocity gradient field position time
"""
RESERVED = frozenset(_WORDS.split())


def uniform_name(parameter: str) -> str:
    """Name of the uniform that holds a parameter.

    It is the parameter's own name, except where GLSL or a painter gives that name a meaning
    (`input`, `mix`, `velocity`), where it begins with `gl_`, `sep_` or `p_`, or where it has two
    underscores in a row; those become `p_` and the name, with `__` written as `_u_`.
    """
    taken = parameter in RESERVED or re.match(r"gl_|sep_|p_", parameter) or "__" in parameter
    return f"p_{parameter}".replace("__", "_u_") if taken else parameter


def literal(value: float) -> str:
    """A float in GLSL: with a point, no more digits than float32 holds, nor larger than it can."""
    largest = np.finfo(np.float32).max
    short = np.float32(min(max(value, -float(largest)), float(largest)))
    exponential = np.format_float_scientific(short, unique=True, trim="0")
    plain = np.format_float_positional(short, unique=True, trim="0")
    return plain if len(plain) <= len(exponential) + 2 else exponential


def _vector(d: int) -> str:
    return "float" if d == 1 else f"vec{d}"


def _matrix(d: int) -> str:
    return "float" if d == 1 else f"mat{d}"


def _function(head: str, kind: str, equations: Equations, roots: Sequence[Node]) -> str:
    steps = program(roots, PRIMITIVES)
    d = equations.dimension
    names = {TIME: "sep_t", **{p: uniform_name(p) for p in equations.parameters}}
    for i, state in enumerate(equations.states):
        names[state] = "sep_x" if d == 1 else f"sep_x.{'xyzw'[i]}"
    lines = [head]
    values: list[str] = []
    for place, step in enumerate(steps.steps):
        inner = [values[i] for i in step.operands]
        if step.operation == "number":
            shown = literal(step.value)
            values.append(f"({shown})" if shown.startswith("-") else shown)
            continue
        if step.operation == "name":
            values.append(names[step.name])
            continue
        if step.operation == "neg":
            shown = f"-{inner[0]}"
        elif step.operation == "^":
            shown = f"sep_pow({inner[0]}, {inner[1]})"
        elif step.operation in FUNCTIONS:
            shown = f"{FUNCTIONS[step.operation].glsl}({', '.join(inner)})"
        else:
            shown = f"{inner[0]} {step.operation} {inner[1]}"
        lines.append(f"    float sep_{place} = {shown};")
        values.append(f"sep_{place}")
    outputs = ", ".join(values[i] for i in steps.outputs)
    lines.append(f"    return {kind}({outputs});")
    return "\n".join([*lines, "}"])


def glsl(equations: Equations, name: str = "velocity", derivative: str = "gradient") -> str:
    """Text that `Shaded.glsl` promises, for d from 1 to 4.

    It declares `uniform float NAME;` per parameter, NAME by `uniform_name`, and defines

        vecD velocity(vecD x, float t)      the right-hand sides
        matD gradient(vecD x, float t)      gradient[j][i] = df_i/dx_j

    with float in place of vecD and matD for d = 1. All other names in it begin with `sep_`.

    Args:
        equations: What is written; for a map the right-hand sides are the next state.
        name: Name of the first function.
        derivative: Name of the second function; "" to leave it out.

    Raises:
        EquationError: If there are more than four states.
    """
    d = equations.dimension
    if d > 4:
        raise EquationError(f"{d} states do not fit a shader, allowed 1 to 4")
    columns = [row[j] for j in range(d) for row in equations.jacobian()]
    roots = [*equations.rates, *(columns if derivative else [])]
    operations = {step.operation for step in program(roots, PRIMITIVES).steps}
    parts = [f"uniform float {uniform_name(p)};" for p in equations.parameters]
    parts += [f.glsl_text for n, f in FUNCTIONS.items() if n in operations and f.glsl_text]
    if "^" in operations:
        parts.append(_POWER)
    state = f"({_vector(d)} sep_x, float sep_t) {{"
    parts.append(_function(f"{_vector(d)} {name}{state}", _vector(d), equations, equations.rates))
    if derivative:
        parts.append(_function(f"{_matrix(d)} {derivative}{state}", _matrix(d), equations, columns))
    return "\n".join(parts) + "\n"
