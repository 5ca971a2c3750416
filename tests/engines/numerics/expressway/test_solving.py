import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.expressway.solving import Solving
from engines.numerics.semidiscrete.sources import Source
from engines.running.ticket import Ticket, Withdrawn

POINTS = np.random.default_rng(5).standard_normal((12, 2))


def test_newton_and_adam_find_the_same_heights():
    newton, adam = (Solving(POINTS, Source(), name, rate=0.1) for name in ("Newton", "Adam"))
    exact, found = newton.finish(), adam.finish()
    assert found.heights == pytest.approx(exact.heights, abs=0.03)
    assert newton.residuals[-1] < 1e-8
    assert newton.masses(100_000) == pytest.approx(np.full(12, 1.0 / 12.0), abs=5e-3)


def test_a_search_that_is_withdrawn_goes_on_where_it_was():
    straight, broken = (Solving(POINTS, Source(), iterations=8, draws=500) for _ in range(2))
    straight.finish()
    ticket = Ticket()
    broken.step()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        broken.step(ticket)
    assert (broken.finish().heights == straight.cells.heights).all()


def test_it_says_how_far_it_is_and_keeps_what_did_not_converge():
    solving = Solving(POINTS, Source(), iterations=3, draws=500)
    assert solving.told() == "heights not begun"
    solving.finish()
    assert solving.done
    assert "after 3 iterations" in solving.told()
    assert "noise of the draws" in solving.told()
    assert np.isfinite(solving.cells.heights).all()


def test_known_heights_need_no_search():
    solving = Solving.known(POINTS, np.arange(12.0), Source())
    assert (solving.finish().heights == np.arange(12.0)).all()
    assert solving.told() == "heights as shipped"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"points": np.zeros((1, 2))}, "1 latents, at least 2 are needed"),
        ({"solver": "Newtun"}, "did you mean 'Newton'"),
        ({"weights": np.full(12, 0.1)}, r"weights sum to 1.2, they must sum to 1"),
        ({"weights": np.append(np.full(11, 0.1), -0.1)}, "must be positive"),
        ({"weights": np.full(4, 0.25)}, "4 weights for 12 latents"),
        ({"iterations": 0}, "must be positive"),
        ({"points": np.random.default_rng(0).random((601, 2)), "solver": "Newton"}, "up to 600"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(about, words):
    with pytest.raises(FlowError, match=words):
        Solving(**{"points": POINTS, "source": Source(), **about})
