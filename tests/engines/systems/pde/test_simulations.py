from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.errors import SeriesError
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.gridded.series import open_series
from engines.systems.pde import simulations
from engines.systems.pde.periodic_plane import PeriodicPlane
from engines.systems.pde.series_writer import written


def test_a_jet_describes_itself_and_what_is_kept_is_what_was_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulations.jet, "SIZE", 48)
    monkeypatch.setattr(simulations.jet, "FIRST", 0.0)
    monkeypatch.setattr(simulations.jet, "LAST", 0.4)
    path = tmp_path / "jet.nc"
    shares = list(simulations.simulate("jet", path, seed=3, size=32, provenance={"history": "x"}))
    assert shares[-1] == pytest.approx(1.0)
    series = open_series(path)
    assert series.grid.times == pytest.approx([0.0, 0.2, 0.4])
    assert series.grid.x.period == pytest.approx(2.0 * math.pi)
    assert series.grid.y.period == pytest.approx(2.0 * math.pi)
    begun = simulations.Jet(3, 48)
    dye = PeriodicPlane(32).resampled(begun.solver.dye(begun.begun))
    assert series.scalar(0)[:, :32] == pytest.approx(dye, abs=2.0**-11 * 1.01)
    nodes = 2.0 * math.pi / 32 * np.arange(32)
    places = np.stack(np.meshgrid(nodes, nodes), axis=-1).reshape(-1, 2)
    u = PeriodicPlane(32).resampled(begun.solver.velocity(begun.begun)[0])
    found = series.flow_at().velocity(places, 0.0)[:, 0]
    assert found.reshape(32, 32) == pytest.approx(u, abs=2.0**-13 * 1.5)


def test_the_gyre_is_recognised_as_an_ocean_with_land(tmp_path: Path) -> None:
    recording = simulations.recording_of("quasi-geostrophic", size=32)
    run = simulations.gyre.Gyre(1, 32)
    days = replace(recording.time, values=np.arange(4.0))
    short = replace(recording, time=days, moments=run.moments(first=0, days=4))
    path = tmp_path / "gyre.nc"
    for _ in written(path, short, {}):
        pass
    series = open_series(path)
    assert series.grid.spherical
    assert series.grid.time_unit == "d"
    land = series.frames().frame(0).land
    assert land[0].all()
    assert not land[16, 16]


def test_a_withdrawn_simulation_leaves_no_file(tmp_path: Path) -> None:
    ticket = Ticket()
    run = simulations.simulate("quasi-geostrophic", tmp_path / "a.nc", size=32, ticket=ticket)
    next(run)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(run)
    assert not list(tmp_path.iterdir())


def test_mistakes_are_named_before_anything_is_computed() -> None:
    with pytest.raises(SeriesError, match="no simulation 'jett', did you mean 'jet'"):
        simulations.recording_of("jett")
    with pytest.raises(SeriesError, match="size = 33, allowed an even number from 32 to 1024"):
        simulations.recording_of("jet", size=33)
