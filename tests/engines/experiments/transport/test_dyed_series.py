from __future__ import annotations

from typing import Any

import pytest

from app.catalogue import series_file
from engines.errors import UnfitError
from engines.evidence.shipped import system
from engines.experiments.transport.dyed_series import DyedSeries
from engines.parameters.declare import parameters_model
from engines.systems.carried.dyed_flow import DyedFlow
from engines.systems.gridded.series import open_series


@pytest.fixture(scope="module")
def jet() -> DyedSeries:
    return DyedSeries(open_series(series_file("jet")))


def values(subject: DyedSeries, **some: Any) -> Any:
    return parameters_model("test", subject.declared)(**some)


def test_a_frame_that_follows_the_edge_moves_with_the_jet_but_slower_than_it(
    jet: DyedSeries,
) -> None:
    still, moving = (jet.flow(values(jet, frame=frame)) for frame in ("fixed", "moving"))
    assert isinstance(still, DyedFlow)
    assert isinstance(moving, DyedFlow)
    assert still.drift == (0.0, 0.0)
    assert moving.drift == jet.drift()
    assert 0.05 < moving.drift[0] < 0.5
    assert abs(moving.drift[1]) < 0.05


def test_what_has_no_dye_or_no_plane_is_refused() -> None:
    with pytest.raises(UnfitError, match="double-gyre: this experiment needs a file of fields"):
        DyedSeries(system("double-gyre"))
    with pytest.raises(UnfitError, match="needs a scalar beside the velocity"):
        DyedSeries(open_series(series_file("quasi-geostrophic")))
