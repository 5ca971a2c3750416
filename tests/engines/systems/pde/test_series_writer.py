from __future__ import annotations

from pathlib import Path

import h5netcdf
import numpy as np
import pytest

from engines.errors import SeriesError
from engines.systems.pde.recording import Axis, Recording, Variable
from engines.systems.pde.series_writer import written


def recording(count: int = 11) -> Recording:
    times, y, x = np.arange(float(count)), np.linspace(0.0, 3.0, 4), np.linspace(0.0, 4.0, 5)

    def moments():  # type: ignore[no-untyped-def]
        yield 0.0, None
        for time in times:
            field = time + np.arange(20.0).reshape(4, 5)
            yield (time + 1.0) / count, (field, -field)

    return Recording(
        title="A test",
        source="numbers that count",
        time=Axis("time", times, {"units": "s"}),
        y=Axis("y", y, {"units": "m"}),
        x=Axis("x", x, {"units": "m", "period": 5.0}),
        variables=(
            Variable("u", {"units": "m s-1"}, 0.5),
            Variable("v", {"units": "m s-1"}, 0.5),
        ),
        moments=moments(),
        about={"seed": 3},
    )


def test_all_moments_are_written_with_units_and_provenance(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    shares = list(written(path, recording(), {"history": "made by a test"}))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with h5netcdf.File(path, "r") as file:
        assert file.variables["u"].dimensions == ("time", "y", "x")
        u = file.variables["u"][:] * file.variables["u"].attrs["scale_factor"]
        assert u == pytest.approx(np.arange(11.0)[:, None, None] + np.arange(20.0).reshape(4, 5))
        assert file.variables["v"].attrs["units"] == "m s-1"
        assert file.variables["x"].attrs["period"] == 5.0
        assert file.attrs["Conventions"].startswith("CF-")
        assert file.attrs["history"] == "made by a test"
        assert file.attrs["seed"] == 3


def test_a_run_that_is_given_up_leaves_nothing_and_harms_no_older_file(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    path.write_bytes(b"older")
    run = written(path, recording(), {})
    next(run)
    next(run)
    run.close()
    assert [p.name for p in tmp_path.iterdir()] == ["a.nc"]
    assert path.read_bytes() == b"older"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match=r"a\.nc cannot be written"):
        list(written(tmp_path / "none" / "a.nc", recording(), {}))
