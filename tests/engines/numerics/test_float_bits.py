import struct

from numba import njit

from engines.numerics.float_bits import bits, number


@njit
def pattern(x):
    return bits(x)


@njit
def back(x):
    return number(bits(x))


def test_the_bits_are_those_in_memory():
    for x in (0.0, -0.0, 1.0, -2.5, 1e300, 5e-324, float("inf")):
        assert pattern(x) == struct.unpack("<q", struct.pack("<d", x))[0]
        assert struct.pack("<d", back(x)) == struct.pack("<d", x)
