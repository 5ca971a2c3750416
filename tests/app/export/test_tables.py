from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest
import xarray

from app.export.arrays import arrays_of, chosen_layers
from app.export.embedded import read_record
from app.export.running import last_frame
from app.export.tables import SUFFIXES, table_of, write_numbers
from engines.layers.image_grid import ImageGrid
from engines.layers.statements import Statement, Statements

NOTE = '{"separatrix": "0", "preset": "toy"}'


@pytest.fixture
def layers(toy):
    return chosen_layers(last_frame(toy))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_of_file_carries_the_note(tmp_path, layers, suffix):
    path = tmp_path / f"toy{suffix}"
    write_numbers(path, layers, NOTE)
    assert read_record(path)["preset"] == "toy"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_npz_gives_back_the_same_bits(tmp_path, layers):
    path = tmp_path / "toy.npz"
    write_numbers(path, layers, NOTE)
    with np.load(path, allow_pickle=False) as kept:
        for name, array in arrays_of(layers).items():
            np.testing.assert_array_equal(kept[name], array)


def test_csv_gives_back_the_same_bits(tmp_path, layers):
    path = tmp_path / "toy.csv"
    write_numbers(path, {"ftle": layers["ftle"]}, NOTE)
    with path.open() as file:
        file.readline()
        rows = list(csv.DictReader(file))
    values = np.array([float(row["value"]) for row in rows]).reshape(layers["ftle"].values.shape)
    np.testing.assert_array_equal(values, layers["ftle"].values)


def test_several_tables_are_parted_and_named(tmp_path, layers):
    path = tmp_path / "toy.csv"
    write_numbers(path, layers, NOTE)
    named = [line[8:] for line in path.read_text().splitlines() if line.startswith("# layer ")]
    assert named == list(layers)


def test_every_kind_of_layer_has_a_table_of_even_rows(layers):
    for layer in layers.values():
        header, rows = table_of(layer)
        widths = {len(row) for row in rows}
        assert widths == {len(header)}


def test_netcdf_gives_back_values_axes_and_units(tmp_path, layers):
    path = tmp_path / "toy.nc"
    write_numbers(path, layers, NOTE)
    with xarray.open_dataset(path, engine="h5netcdf") as kept:
        field = kept["ftle.values"]
        assert field.dims == ("ftle.y", "ftle.x")
        assert field.attrs["units"] == "1/s"
        np.testing.assert_array_equal(field, layers["ftle"].values)
        np.testing.assert_array_equal(kept["ftle.x"], layers["ftle"].x)
        assert kept["swarm.positions"].dims == ("swarm.track", "swarm.times", "swarm.axis")


def test_one_over_a_time_without_a_unit_has_no_unit_in_a_table(tmp_path, layers):
    path = tmp_path / "toy.nc"
    write_numbers(path, {"ftle": replace(layers["ftle"], unit="1/t")}, NOTE)
    with xarray.open_dataset(path, engine="h5netcdf") as kept:
        assert kept["ftle.values"].attrs["units"] == "1"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_colours_of_pictures_are_kept(tmp_path, suffix):
    images = np.random.default_rng(0).random((2, 3, 4, 5, 3)).astype(np.float32)
    path = tmp_path / f"toy{suffix}"
    write_numbers(path, {"sheet": ImageGrid(images)}, NOTE)
    if suffix == ".npz":
        with np.load(path, allow_pickle=False) as kept:
            np.testing.assert_array_equal(kept["sheet.images"], images)
    elif suffix == ".csv":
        with path.open() as file:
            file.readline()
            rows = [tuple(map(float, row[:7])) for row in list(csv.reader(file))[1:]]
        assert rows[0] == (0, 0, 0, 0, *map(float, images[0, 0, 0, 0]))
        assert rows[-1] == (1, 2, 3, 4, *map(float, images[1, 2, 3, 4]))
    else:
        with xarray.open_dataset(path, engine="h5netcdf") as kept:
            assert kept["sheet.images"].dims[-1] == "sheet.colour"
            np.testing.assert_array_equal(kept["sheet.images"], images)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_statements_are_kept_with_their_numbers(tmp_path, suffix):
    row = Statement("Cost falls", "E c", "7.9", "at most 18.2", "holds", 7.9, 18.2, 0.4)
    path = tmp_path / f"laws{suffix}"
    write_numbers(path, {"laws": Statements((row,))}, NOTE)
    if suffix == ".csv":
        with path.open() as file:
            file.readline()
            (kept,) = csv.DictReader(file)
        assert (kept["statement"], kept["verdict"]) == ("Cost falls", "holds")
        assert [float(kept[name]) for name in ("found", "bound", "error")] == [7.9, 18.2, 0.4]
        return
    reader = np.load(path) if suffix == ".npz" else xarray.open_dataset(path, engine="h5netcdf")
    with reader as kept:
        np.testing.assert_array_equal(np.asarray(kept["laws.numbers"]), [[7.9, 18.2, 0.4]])
        assert list(np.asarray(kept["laws.labels"])) == ["Cost falls"]
