import numpy as np
import pytest

from engines.numerics.diffusion.path import Trig
from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.direct import Tabulated, least_energy
from engines.running.ticket import Ticket, Withdrawn

TIMES = np.linspace(0.0, 1.0, 101)


def test_a_search_that_knows_nothing_of_it_finds_the_chord(two_points, eight_blobs):
    for separation in (two_points, eight_blobs):
        best = KineticOptimal(separation)
        found, energy = least_energy(separation, 40)
        assert energy == pytest.approx(best.energy, rel=5e-4)
        assert found.a(TIMES) == pytest.approx(best.a(TIMES), abs=0.01)
        assert found.s(TIMES) == pytest.approx(best.s(TIMES), abs=0.01)


def test_a_table_of_the_circle_is_the_circle():
    angles = 0.5 * np.pi * TIMES
    table, circle = Tabulated(TIMES, np.ones(101), angles), Trig()
    inside = np.linspace(0.005, 0.995, 37)
    for name in ("a", "s", "da", "ds", "sds"):
        assert getattr(table, name)(inside) == pytest.approx(
            getattr(circle, name)(inside), abs=1e-9
        )


def test_a_withdrawn_search_stops(two_points):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        least_energy(two_points, 16, ticket)
