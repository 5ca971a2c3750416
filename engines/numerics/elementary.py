"""Elementary functions that a compiler can run in all lanes of a vector register at once.

The library functions behind `math.sin` are opaque calls and stop LLVM from vectorising the loop
around them. These are plain arithmetic: reduce the argument, evaluate one polynomial, undo the
reduction with selects and bit operations; no branch, no table. Polynomials interpolate the
function at Chebyshev nodes of the reduced interval (computed with 400 bits, rounded once).

Accuracy is about 1 ulp for arguments of ordinary size; sine and cosine hold it up to |x| = 1e5
and then lose it gradually. NaN gives NaN, infinities give the limit or NaN.

Source:
    Cody & Waite (1980), Software Manual for the Elementary Functions, Prentice-Hall.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from numba import njit

from engines.numerics.float_bits import bits, number

# No reassociation and no "no NaN" promise: reductions and blow-ups depend on both.
FASTMATH = frozenset({"contract", "nsz"})
_vector = njit(
    fastmath=set(FASTMATH), error_model="numpy", forceinline=True, cache=True, nogil=True
)

_ROUND = 6755399441055744.0  # 1.5 * 2^52: adding it leaves the nearest integer in the low bits
_PI_2_A, _PI_2_B, _PI_2_C = 1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21
_LN2_A, _LN2_B = 0.6931471803691238, 1.9082149292705877e-10
_SIGN = -(2**63)


@_vector
def _sine_of_reduced(r: float) -> float:
    u = r * r
    p = 1.5917988979397435e-10
    p = p * u - 2.5051129896450185e-08
    p = p * u + 2.7557316093198404e-06
    p = p * u - 0.00019841269836740532
    p = p * u + 0.008333333333330936
    p = p * u - 0.16666666666666666
    return r + r * u * p


@_vector
def _cosine_of_reduced(r: float) -> float:
    u = r * r
    p = -1.138254464534925e-11
    p = p * u + 2.087614504941318e-09
    p = p * u - 2.755731726587808e-07
    p = p * u + 2.48015872987544e-05
    p = p * u - 0.0013888888888887389
    p = p * u + 0.041666666666666664
    return (1.0 - 0.5 * u) + u * u * p


@_vector
def sin(x: float) -> float:
    """Sine."""
    shifted = x * (2.0 / math.pi) + _ROUND
    n = shifted - _ROUND
    quarter = bits(shifted)
    r = ((x - n * _PI_2_A) - n * _PI_2_B) - n * _PI_2_C
    s = _sine_of_reduced(r)
    c = _cosine_of_reduced(r)
    return number(bits(c if quarter & 1 else s) ^ ((quarter & 2) << 62))


@_vector
def cos(x: float) -> float:
    """Cosine. Beside a sine of the same argument the compiler shares nearly all of the work."""
    shifted = x * (2.0 / math.pi) + _ROUND
    n = shifted - _ROUND
    quarter = bits(shifted)
    r = ((x - n * _PI_2_A) - n * _PI_2_B) - n * _PI_2_C
    s = _sine_of_reduced(r)
    c = _cosine_of_reduced(r)
    return number(bits(s if quarter & 1 else c) ^ (((quarter + 1) & 2) << 62))


@_vector
def tan(x: float) -> float:
    """Tangent."""
    return sin(x) / cos(x)


@_vector
def _two_to(n: float) -> float:
    return number((bits(n + _ROUND) + 1023) << 52)


@_vector
def _growth_of_reduced(r: float) -> float:
    """exp(r) - 1 for |r| <= ln(2)/2."""
    p = 2.5100472505694996e-08
    p = p * r + 2.7620201591031547e-07
    p = p * r + 2.7557268276905696e-06
    p = p * r + 2.4801521057868204e-05
    p = p * r + 0.00019841269863171557
    p = p * r + 0.0013888888917367081
    p = p * r + 0.008333333333330039
    p = p * r + 0.041666666666623824
    p = p * r + 0.16666666666666669
    p = p * r + 0.5
    return r + r * r * p


@_vector
def exp(x: float) -> float:
    """Exponential function; infinite above 709.78, zero below -745.2."""
    x = 710.0 if x > 710.0 else x
    x = -746.0 if x < -746.0 else x
    n = (x * (1.0 / math.log(2.0)) + _ROUND) - _ROUND
    r = (x - n * _LN2_A) - n * _LN2_B
    half = (n * 0.5 + _ROUND) - _ROUND  # in two factors, since 2^n itself may overflow
    return (1.0 + _growth_of_reduced(r)) * _two_to(half) * _two_to(n - half)


@_vector
def expm1(x: float) -> float:
    """exp(x) - 1 without cancellation."""
    x = 710.0 if x > 710.0 else x
    x = -50.0 if x < -50.0 else x
    n = (x * (1.0 / math.log(2.0)) + _ROUND) - _ROUND
    r = (x - n * _LN2_A) - n * _LN2_B
    below = _two_to(n - 1.0)
    return (below * _growth_of_reduced(r) + (below - 0.5)) * 2.0


@_vector
def log(x: float) -> float:
    """Natural logarithm; -inf at zero, NaN below."""
    tiny = x < 2.2250738585072014e-308
    scaled = x * 18014398509481984.0 if tiny else x
    pattern = bits(scaled)
    # Exponent counted from sqrt(1/2), so that the mantissa lies in [sqrt(1/2), sqrt(2)).
    exponent = (pattern - 0x3FE6A09E667F3BCD) >> 52
    m = number(pattern - (exponent << 52))
    n = number(exponent + 0x4338000000000000) - _ROUND - (54.0 if tiny else 0.0)
    f = m - 1.0
    s = f / (2.0 + f)
    u = s * s
    p = 0.13088034850927555
    p = p * u + 0.13268638369266825
    p = p * u + 0.15386244737621665
    p = p * u + 0.18181795547521137
    p = p * u + 0.22222222392581045
    p = p * u + 0.28571428570799784
    p = p * u + 0.40000000000000885
    p = p * u + 0.6666666666666666
    half_square = 0.5 * f * f
    rest = s * (half_square + u * p)
    value = n * _LN2_A - ((half_square - (rest + n * _LN2_B)) - f)
    value = value if x > 0.0 else math.nan
    value = -math.inf if x == 0.0 else value
    return x if x == math.inf else value


@_vector
def sinh(x: float) -> float:
    """Hyperbolic sine; infinite beyond 709.78, where exp(|x|) is."""
    e = expm1(abs(x))
    finite = 1e300 if e > 1e300 else e
    value = 0.5 * (e + finite / (finite + 1.0))
    return number(bits(value) | (bits(x) & _SIGN))


@_vector
def cosh(x: float) -> float:
    """Hyperbolic cosine."""
    half = exp(0.5 * x)
    inverse = 1.0 / half
    return 0.5 * (half * half) + 0.5 * (inverse * inverse)


@_vector
def tanh(x: float) -> float:
    """Hyperbolic tangent."""
    a = abs(x)
    a = 20.0 if a > 20.0 else a
    e = expm1(2.0 * a)
    return number(bits(e / (e + 2.0)) | (bits(x) & _SIGN))


@_vector
def atan(x: float) -> float:
    """Inverse tangent."""
    a = abs(x)
    far = a > 2.414213562373095
    middle = a > 0.41421356237309503
    above = -1.0 if far else (a - 1.0 if middle else a)
    below = a if far else (a + 1.0 if middle else 1.0)
    turn = 2.0 if far else (1.0 if middle else 0.0)
    r = above / below
    u = r * r
    p = -0.019162068915902573
    p = p * u + 0.03921955253255129
    p = p * u - 0.05085030492810941
    p = p * u + 0.058580687568615106
    p = p * u - 0.06664502215671447
    p = p * u + 0.07692182535116648
    p = p * u - 0.09090904549884611
    p = p * u + 0.11111111014561013
    p = p * u - 0.14285714284657894
    p = p * u + 0.1999999999999548
    p = p * u - 0.3333333333333333
    value = turn * 0.7853981633974483 + (turn * 3.061616997868383e-17 + (r + r * u * p))
    return number(bits(value) | (bits(x) & _SIGN))


@_vector
def asin(x: float) -> float:
    """Inverse sine; NaN outside [-1, 1]."""
    a = abs(x)
    outer = a > 0.5
    u = 0.5 * (1.0 - a) if outer else a * a
    r = math.sqrt(u) if outer else a
    p = 0.028169218060881414
    p = p * u - 0.010749050339697808
    p = p * u + 0.01603551434914882
    p = p * u + 0.0078029494773533175
    p = p * u + 0.011875494382636922
    p = p * u + 0.013929652902326633
    p = p * u + 0.017355259955786323
    p = p * u + 0.02237204763174451
    p = p * u + 0.03038194736709848
    p = p * u + 0.044642857103423646
    p = p * u + 0.07500000000020764
    p = p * u + 0.1666666666666665
    value = r + r * u * p
    value = (math.pi / 2.0) - 2.0 * value if outer else value
    return number(bits(value) | (bits(x) & _SIGN))


@_vector
def acos(x: float) -> float:
    """Inverse cosine; NaN outside [-1, 1]."""
    near_one = x > 0.5
    r = math.sqrt(0.5 * (1.0 - x)) if near_one else x
    return 2.0 * asin(r) if near_one else math.pi / 2.0 - asin(r)


@_vector
def sqrt(x: float) -> float:
    """Square root; NaN below zero."""
    return math.sqrt(x)


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": sin,
    "cos": cos,
    "tan": tan,
    "exp": exp,
    "expm1": expm1,
    "log": log,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "atan": atan,
    "asin": asin,
    "acos": acos,
    "sqrt": sqrt,
}
