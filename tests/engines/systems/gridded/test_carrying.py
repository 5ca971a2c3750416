import threading

import numpy as np
import pytest

from engines.errors import FlowError
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.gridded.carrying import Carriage, compile_loops
from engines.systems.gridded.series import open_series
from engines.systems.gridded.splines import globe, kernels


@pytest.fixture
def carriage(written) -> Carriage:
    return open_series(written(t=np.arange(10.0, 21.0))).flow_at().carriage


def test_the_way_is_cut_at_the_frames(carriage: Carriage) -> None:
    assert carriage._pieces(10.5, 12.25) == [(10.5, 11.0), (11.0, 12.0), (12.0, 12.25)]
    assert carriage._pieces(12.0, 10.5) == [(12.0, 11.0), (11.0, 10.5)]
    assert carriage._pieces(11.0, 11.0) == []


def test_a_horizon_beyond_the_data_says_what_is_needed_and_what_there_is(carriage) -> None:
    with pytest.raises(FlowError) as caught:
        list(carriage.carry(np.zeros((1, 2)), np.zeros((0, 2, 2)), np.array([16.0, 8.0]), None))
    assert "a horizon of -8 from t = 16 needs data at t = 8, but fields.nc starts at 10" in str(
        caught.value
    )
    with pytest.raises(FlowError, match=r"needs data at t = 21\.5, but fields\.nc ends at 20"):
        list(carriage.carry(np.zeros((1, 2)), np.zeros((0, 2, 2)), np.array([16.0, 21.5]), None))


def test_a_moment_that_is_no_number_is_refused(carriage: Carriage) -> None:
    with pytest.raises(FlowError, match="time = nan"):
        carriage.window(float("nan"))


def test_a_withdrawn_ticket_ends_the_journey(carriage: Carriage) -> None:
    ticket = Ticket()
    z, none = np.random.default_rng(0).uniform(-0.5, 0.5, (20_000, 2)), np.zeros((0, 2, 2))
    journey = carriage.carry(z, none, np.linspace(10.0, 20.0, 50), ticket)
    next(journey)
    threading.Thread(target=ticket.withdraw).run()
    with pytest.raises(Withdrawn):
        next(journey)


def test_few_parcels_and_a_crowd_arrive_at_the_same_places(carriage: Carriage) -> None:
    crowd = np.random.default_rng(0).uniform(-0.6, 0.6, (400, 2))
    few = crowd[:3].copy()
    none, times = np.zeros((0, 2, 2)), np.array([10.2, 13.7])
    for parcels in (crowd, few):
        list(carriage.carry(parcels, none, times, None))
    np.testing.assert_allclose(few, crowd[:3], atol=1e-13)


@pytest.mark.parametrize("sphere", [False, True])
def test_what_is_compiled_beforehand_is_what_runs(written, earth, dataset, sphere: bool) -> None:
    made = (
        earth((0.0, 0.0, 1.0), 0.3, np.arange(0.0, 360.0, 20.0), np.arange(-80.0, 81.0, 20.0))
        .expand_dims(time=np.arange(4.0))
        .assign_coords(time=("time", np.arange(4.0), {"units": "days since 2000-01-01"}))
        if sphere
        else dataset(t=np.arange(4.0))
    )
    flow = open_series(written(made)).flow_at()
    mover = flow.whole if sphere else flow
    loops = (
        (globe.step_sphere, globe.rates_sphere) if sphere
        else (kernels.step_plane, kernels.evaluate_plane)
    )  # fmt: skip
    compile_loops("sphere" if sphere else "plane")
    before = [len(one.signatures) for one in (*loops, kernels.blend)]
    states = np.full((500, 3 if sphere else 2), 0.3)
    mover.advance_tangent(states, 0.0, 1.0)
    mover.advance(states[:2], 0.0, 1.0)
    mover.jacobian(states, 0.5)
    mover.velocity(states, 0.5)
    assert [len(one.signatures) for one in (*loops, kernels.blend)] == before
