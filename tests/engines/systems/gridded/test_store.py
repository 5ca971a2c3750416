import json
import os
from pathlib import Path

import numpy as np
import pytest

from engines.errors import SeriesError
from engines.systems.gridded.store import open_store


def test_a_netcdf_file_opens_without_reading_its_fields(written) -> None:
    store = open_store(written())
    assert set(store.data_vars) == {"u", "v"}
    assert not store["u"].variable._in_memory
    store.close()


@pytest.mark.parametrize("kind", ["NETCDF3_CLASSIC", "NETCDF3_64BIT"])
def test_a_classic_file_opens_without_reading_its_fields(dataset, tmp_path: Path, kind) -> None:
    made = dataset(t=np.arange(3.0))
    made["u"][1, 2, 3] = np.nan
    made["u"].encoding["_FillValue"] = -9999.0
    path = tmp_path / "old.nc"
    made.to_netcdf(path, engine="scipy", format=kind)
    store = open_store(path)
    assert not store["u"].variable._in_memory
    np.testing.assert_array_equal(store["u"].values, made["u"].values)
    store.close()
    whole = path.read_bytes()
    (tmp_path / "cut.nc").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(SeriesError, match=r"cut\.nc cannot be read"):
        open_store(tmp_path / "cut.nc")["u"].values  # noqa: B018


def test_a_zarr_folder_opens_too(written) -> None:
    store = open_store(written(name="fields.zarr"))
    assert store.sizes["x"] == 21
    assert not store["u"].variable._in_memory


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"CDF\x01" + b"\xff" * 80, "cannot be read"),
        (b"CDF\x05" + b"\0" * 80, "numbers of 64 bits"),
        (b"these are no numbers", "is no NetCDF file"),
        (b"\x89HDF\r\n\x1a\n" + b"\0" * 200, "cannot be read"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "odd.nc"
    path.write_bytes(content)
    with pytest.raises(SeriesError, match=words) as caught:
        open_store(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_cut_off_is_refused(written, tmp_path: Path) -> None:
    whole = written().read_bytes()
    (tmp_path / "cut.nc").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(SeriesError, match=r"cut\.nc cannot be read"):
        open_store(tmp_path / "cut.nc")


def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="no such file"):
        open_store(tmp_path / "none.nc")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.nc")
    with pytest.raises(SeriesError, match="is not a file"):
        open_store(tmp_path / "pipe.nc")


def test_a_folder_that_is_no_zarr_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="no Zarr store"):
        open_store(tmp_path)


@pytest.mark.parametrize("where", ["filters", "compressor"])
def test_a_codec_that_could_run_code_is_refused(tmp_path: Path, where: str) -> None:
    array = tmp_path / "bad.zarr" / "u"
    array.mkdir(parents=True)
    about = {"zarr_format": 2, "shape": [4], "chunks": [4], "dtype": "<f8", "order": "C",
             "fill_value": 0.0, "compressor": None, "filters": None}  # fmt: skip
    about[where] = {"id": "pickle"} if where == "compressor" else [{"id": "pickle"}]
    (array / ".zarray").write_text(json.dumps(about))
    with pytest.raises(SeriesError, match="codec 'pickle' is refused"):
        open_store(tmp_path / "bad.zarr")


def test_a_codec_hidden_in_another_is_found(tmp_path: Path) -> None:
    array = tmp_path / "bad.zarr"
    array.mkdir()
    hidden = {
        "name": "sharding_indexed",
        "configuration": {"codecs": [{"name": "numcodecs.pickle"}]},
    }
    (array / "zarr.json").write_text(json.dumps({"zarr_format": 3, "codecs": [hidden]}))
    with pytest.raises(SeriesError, match=r"codec 'numcodecs\.pickle' is refused"):
        open_store(array)


def test_objects_are_refused(tmp_path: Path) -> None:
    array = tmp_path / "bad.zarr"
    array.mkdir()
    (array / ".zarray").write_text(json.dumps({"dtype": "|O", "filters": None}))
    with pytest.raises(SeriesError, match="dtype = object is refused"):
        open_store(array)


def test_a_description_that_is_no_json_is_named(tmp_path: Path) -> None:
    array = tmp_path / "bad.zarr"
    array.mkdir()
    (array / "zarr.json").write_text("{")
    with pytest.raises(SeriesError, match=r"zarr\.json cannot be read"):
        open_store(array)


def test_nothing_of_a_zarr_store_is_lost_by_the_check(written) -> None:
    store = open_store(written(name="fields.zarr"))
    np.testing.assert_array_equal(store["u"].isel(x=3).values, -store["y"].values)
