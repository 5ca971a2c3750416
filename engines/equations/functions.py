"""The functions and constants an equation may use: one table, read by every printer.

Derivatives and expansions are texts in the same language, over the arguments `a` and `b`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Function:
    """All that is known about a function.

    Attributes:
        name: As equations write it.
        derivatives: One text per argument: the derivative by that argument.
        numpy: Its name in NumPy; "" if it is only known by its expansion.
        numba: Where scalar machine code takes it from: "math.NAME" or "numpy.NAME".
        torch: Its name in torch.
        glsl: Its name in GLSL 1.20, or the name of a function from `glsl_text`.
        glsl_text: Definition of that function, where GLSL 1.20 has none.
        tex: TeX of its name; for those with brackets of their own, opening and closing text
            separated by a blank.
        expansion: The same in terms of other functions; printers without it use this.
    """

    name: str
    derivatives: tuple[str, ...]
    numpy: str = ""
    numba: str = ""
    torch: str = ""
    glsl: str = ""
    glsl_text: str = ""
    tex: str = ""
    expansion: str = ""

    @property
    def arity(self) -> int:
        """Number of arguments."""
        return len(self.derivatives)


# tanh by the decaying exponential: sinh/cosh overflows in float32 beyond 88.
_TANH = """float sep_tanh(float a) {
    float q = exp(-2.0*abs(a));
    return sign(a)*(1.0 - q)/(1.0 + q);
}
"""
_SINH = """float sep_sinh(float a) {
    float q = a*a;
    float small = a*(1.0 + q*(0.16666667 + q*(0.008333333 + q*0.0001984127)));
    return abs(a) < 0.5 ? small : 0.5*(exp(a) - exp(-a));
}
"""
_COSH = """float sep_cosh(float a) { return 0.5*(exp(a) + exp(-a)); }
"""
_SECH = """float sep_sech(float a) {
    float q = exp(-abs(a));
    return 2.0*q/(1.0 + q*q);
}
"""
# Built-in inverse sines may be wrong by 3e-4, which GLSL allows.
_ASIN = """float sep_asin(float a) { return atan(a, sqrt((1.0 - a)*(1.0 + a))); }
"""
_ACOS = """float sep_acos(float a) { return atan(sqrt((1.0 - a)*(1.0 + a)), a); }
"""
_ATAN2 = """float sep_atan2(float a, float b) {
    if (a == 0.0 && b == 0.0) return 0.0;
    return atan(a, b);
}
"""


def _plain(name: str, derivative: str, *, tex: str = "", glsl: str = "", **more: str) -> Function:
    return Function(
        name,
        (derivative,),
        numpy=more.pop("numpy", name),
        numba=more.pop("numba", f"math.{name}"),
        torch=more.pop("torch", name),
        glsl=glsl or name,
        tex=tex or f"\\{name}",
        **more,
    )


_TABLE = (
    _plain("sin", "cos(a)"),
    _plain("cos", "-sin(a)"),
    _plain("tan", "1 + tan(a)^2"),
    _plain(
        "asin", "1/sqrt(1 - a^2)", numpy="arcsin", tex="\\arcsin", glsl="sep_asin", glsl_text=_ASIN
    ),
    _plain(
        "acos", "-1/sqrt(1 - a^2)", numpy="arccos", tex="\\arccos", glsl="sep_acos", glsl_text=_ACOS
    ),
    _plain("atan", "1/(1 + a^2)", numpy="arctan", tex="\\arctan"),
    Function(
        "atan2",
        ("b/(a^2 + b^2)", "-a/(a^2 + b^2)"),
        numpy="arctan2",
        numba="math.atan2",
        torch="atan2",
        glsl="sep_atan2",
        glsl_text=_ATAN2,
        tex="\\operatorname{atan2}",
    ),
    _plain("sinh", "cosh(a)", glsl="sep_sinh", glsl_text=_SINH),
    _plain("cosh", "sinh(a)", glsl="sep_cosh", glsl_text=_COSH),
    _plain("tanh", "1 - tanh(a)^2", glsl="sep_tanh", glsl_text=_TANH),
    Function(
        "sech",
        ("-sech(a)*tanh(a)",),
        glsl="sep_sech",
        glsl_text=_SECH,
        tex="\\operatorname{sech}",
        expansion="1/cosh(a)",
    ),
    _plain("exp", "exp(a)"),
    _plain("log", "1/a", tex="\\ln"),
    _plain("sqrt", "1/(2*sqrt(a))", tex="\\sqrt"),
    _plain("abs", "sign(a)", numba="numpy.abs", tex="\\left| \\right|"),
    _plain("sign", "0", numba="numpy.sign", tex="\\operatorname{sgn}"),
    _plain("floor", "0", numba="numpy.floor", tex="\\lfloor \\rfloor"),
    Function(
        "min",
        ("heaviside(b - a)", "heaviside(a - b)"),
        numpy="minimum",
        numba="numpy.minimum",
        torch="minimum",
        glsl="min",
        tex="\\min",
    ),
    Function(
        "max",
        ("heaviside(a - b)", "heaviside(b - a)"),
        numpy="maximum",
        numba="numpy.maximum",
        torch="maximum",
        glsl="max",
        tex="\\max",
    ),
    Function(
        "mod",
        ("1", "-floor(a/b)"),
        glsl="mod",
        tex="\\operatorname{mod}",
        expansion="a - b*floor(a/b)",
    ),
    Function("heaviside", ("0",), tex="H", expansion="(1 + sign(a))/2"),
    # 0 at 0, where heaviside is 1/2
    Function("step", ("0",), tex="\\Theta", expansion="max(sign(a), 0)"),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({f.name: f for f in _TABLE})
CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e})
TIME = "t"
# Those with a jump or a corner, at which error control sees a singularity.
CORNERED = frozenset({"abs", "sign", "min", "max", "floor", "mod", "heaviside", "step"})
RESERVED = frozenset({*FUNCTIONS, *CONSTANTS, TIME})
