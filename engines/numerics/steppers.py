"""The steppers of the house."""

from __future__ import annotations

from engines.numerics.tableau import Partitioned, Tableau

EULER = Tableau(
    name="Euler",
    order=1,
    a=(),
    b=(1.0,),
    c=(0.0,),
    source="Euler, L. (1768). Institutiones calculi integralis, vol. 1.",
)
MIDPOINT = Tableau(
    name="midpoint",
    order=2,
    a=((1 / 2,),),
    b=(0.0, 1.0),
    c=(0.0, 1 / 2),
    source="Runge, C. (1895). Math. Ann. 46, 167-178.",
)
HEUN = Tableau(
    name="Heun",
    order=2,
    a=((1.0,),),
    b=(1 / 2, 1 / 2),
    c=(0.0, 1.0),
    source="Heun, K. (1900). Z. Math. Phys. 45, 23-38.",
)
RK4 = Tableau(
    name="RK4",
    order=4,
    a=((1 / 2,), (0.0, 1 / 2), (0.0, 0.0, 1.0)),
    b=(1 / 6, 1 / 3, 1 / 3, 1 / 6),
    c=(0.0, 1 / 2, 1 / 2, 1.0),
    source="Kutta, W. (1901). Z. Math. Phys. 46, 435-453.",
)
DORMAND_PRINCE = Tableau(
    name="Dormand-Prince 5(4)",
    order=5,
    a=(
        (1 / 5,),
        (3 / 40, 9 / 40),
        (44 / 45, -56 / 15, 32 / 9),
        (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
        (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
        (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
    ),
    b=(35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0.0),
    c=(0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0),
    embedded=(
        5179 / 57600,
        0.0,
        7571 / 16695,
        393 / 640,
        -92097 / 339200,
        187 / 2100,
        1 / 40,
    ),
    source="Dormand, J. R. & Prince, P. J. (1980). J. Comput. Appl. Math. 6, 19-26.",
)

STEPPERS: dict[str, Tableau] = {
    "euler": EULER,
    "midpoint": MIDPOINT,
    "heun": HEUN,
    "rk4": RK4,
    "dormand_prince": DORMAND_PRINCE,
}

STOERMER_VERLET = Partitioned(
    name="Stoermer-Verlet",
    order=2,
    drifts=(1 / 2, 1 / 2),
    kicks=(1.0, 0.0),
    source="Verlet, L. (1967). Phys. Rev. 159, 98-103.",
)

# Three Stoermer-Verlet steps of lengths w, 1 - 2 w, w, joined where drifts meet.
_W = 1.0 / (2.0 - 2.0 ** (1.0 / 3.0))
YOSHIDA_4 = Partitioned(
    name="Yoshida 4",
    order=4,
    drifts=(_W / 2, (1 - _W) / 2, (1 - _W) / 2, _W / 2),
    kicks=(_W, 1 - 2 * _W, _W, 0.0),
    source="Yoshida, H. (1990). Phys. Lett. A 150, 262-268.",
)

SYMPLECTIC: dict[str, Partitioned] = {
    "stoermer_verlet": STOERMER_VERLET,
    "yoshida_4": YOSHIDA_4,
}
