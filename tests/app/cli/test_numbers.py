from __future__ import annotations

import json

import numpy as np
import xarray

from app.cli.program import run

SMALL = ["--set", "nx=24", "--set", "ny=12", "--set", "horizon=2"]


def test_ftle_arrays_have_the_names_scripts_depend_on(tmp_path):
    path = tmp_path / "gyre.npz"
    assert run(["data", "double-gyre", "-o", str(path), *SMALL, "--at", "1.5"]) == 0
    with np.load(path, allow_pickle=False) as kept:
        assert kept["ftle.values"].shape == (12, 24)
        np.testing.assert_allclose(kept["ftle.x"], np.linspace(0, 2, 24))
        meta = json.loads(str(kept["meta"]))
    assert meta["preset"] == "double-gyre"
    assert meta["parameters"]["start"] == 1.5
    assert meta["layers"]["ftle"]["unit"] == "1/s"


def test_one_layer_alone_is_one_clean_table(tmp_path):
    path = tmp_path / "gyre.csv"
    assert run(["data", "double-gyre", "-o", str(path), *SMALL, "--layer", "ftle"]) == 0
    lines = path.read_text().splitlines()
    assert lines[0].startswith('# {"separatrix"')
    assert lines[1] == "x,y,value"
    assert len(lines) == 2 + 24 * 12


def test_netcdf_holds_coordinates_and_units(tmp_path):
    path = tmp_path / "gyre.nc"
    assert run(["data", "double-gyre", "-o", str(path), *SMALL]) == 0
    with xarray.open_dataset(path, engine="h5netcdf") as kept:
        assert kept["ftle.values"].dims == ("ftle.y", "ftle.x")
        assert kept["ftle.values"].attrs["units"] == "1/s"


def test_the_same_seed_gives_the_same_numbers_and_another_one_others(tmp_path):
    def swarm(name, seed):
        path = tmp_path / name
        words = ["--layer", "swarm", "--set", "swarm_number=60", "--seed", str(seed)]
        assert run(["data", "lorenz-1963", "-o", str(path), *words]) == 0
        return np.load(path)["swarm.positions"]

    first = swarm("a.npz", 3)
    np.testing.assert_array_equal(first, swarm("b.npz", 3))
    assert not np.array_equal(first, swarm("c.npz", 4))
