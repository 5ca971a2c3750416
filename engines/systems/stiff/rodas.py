"""The numbers of RODAS, a Rosenbrock method of order 4 with an embedded one of order 3.

With W = I/(h g) - J, J the Jacobian at the beginning of the step, its six stages solve

    W k_i = f(t + c_i h, x + sum_j A_ij k_j) + sum_j C_ij k_j / h + h D_i df/dt,

the last two begin where the one before them ended, x_new = x + sum_j A_5j k_j + k_5 + k_6, and k_6
is the estimate of the error. Between the ends of a step, s from 0 to 1,

    x(t + s h) = (1 - s) x + s (x_new + (1 - s) (sum_j P_j k_j + s sum_j Q_j k_j)).

Source:
    Hairer & Wanner (1996), Solving Ordinary Differential Equations II, 2nd ed., Springer, IV.7 and
    VI.4.
"""

from __future__ import annotations

import numpy as np

GAMMA = 0.25
STAGES = 6


def _below(rows: list[list[float]]) -> np.ndarray:
    full = np.zeros((STAGES, STAGES))
    for i, row in enumerate(rows, start=1):
        full[i, : len(row)] = row
    return full


_FIFTH = [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950]
A = _below(
    [
        [1.544],
        [0.9466785280815826, 0.2557011698983284],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817],
        _FIFTH,
        [*_FIFTH, 1.0],
    ]
)
C = _below(
    [
        [-5.6688],
        [-2.430093356833875, -0.2063599157091915],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160],
        [
            8.083246795921522,
            -7.981132988064893,
            -31.52159432874371,
            16.31930543123136,
            -6.058818238834054,
        ],
    ]
)
TIMES = np.array([0.0, 0.386, 0.21, 0.63, 1.0, 1.0])
D = np.array([0.25, -0.1043, 0.1035, -0.03620000000000023, 0.0, 0.0])
P = np.array(
    [
        10.12623508344586,
        -7.487995877610167,
        -34.80091861555747,
        -7.992771707568823,
        1.025137723295662,
        0.0,
    ]
)
Q = np.array(
    [
        -0.6762803392801253,
        6.087714651680015,
        16.43084320892478,
        24.76722511418386,
        -6.594389125716872,
        0.0,
    ]
)
