"""Opens files of gridded fields, lazily: nothing but names, sizes and axes is read at once."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.errors import SeriesError

if TYPE_CHECKING:
    import xarray

_HDF5 = b"\x89HDF\r\n\x1a\n"
_CLASSIC = (b"CDF\x01", b"CDF\x02")  # with offsets of 32 and of 64 bits
_WIDE = b"CDF\x05"  # with numbers of 64 bits, which SciPy does not read
_LARGEST_METADATA = 16 << 20
# Codecs that turn bytes into numbers and nothing else. Others, pickle first of all, could run code
# or hold objects.
_CODECS = frozenset(
    [
        "blosc",
        "zlib",
        "gzip",
        "zstd",
        "lz4",
        "bz2",
        "lzma",
        "shuffle",
        "delta",
        "fixedscaleoffset",
        "scale_offset",
        "quantize",
        "bitround",
        "packbits",
        "astype",
        "cast_value",
        "crc32",
        "crc32c",
        "adler32",
        "fletcher32",
        "jenkins_lookup3",
        "bytes",
        "endian",
        "transpose",
        "sharding_indexed",
        "pcodec",
        "zfpy",
        "vlen-utf8",
        "vlen-bytes",
        "string",
    ]
)


def open_store(path: Path) -> xarray.Dataset:
    """The file `path` as a data set whose values are read when asked for.

    Args:
        path: A NetCDF file, version 4 (HDF5) or classic, or a Zarr folder.

    Raises:
        SeriesError: If it is neither, damaged, or cannot be read.
    """
    is_zarr = path.is_dir()
    classic = False
    if is_zarr:
        _only_known_codecs(path)
    else:
        classic = _is_classic(path)
    import h5py
    import xarray

    plain: dict[str, Any] = {"decode_times": False, "decode_timedelta": False}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # advice for whoever wrote the file
            if is_zarr:
                return xarray.open_zarr(path, chunks=None, consolidated=False, **plain)
            if classic:  # mapped into memory, not read
                return xarray.open_dataset(path, engine="scipy", cache=False, **plain)
            with h5py.File(path, "r"):
                pass  # of a damaged file h5netcdf would complain once more, to nobody, when it goes
            return xarray.open_dataset(path, engine="h5netcdf", cache=False, **plain)
    except Exception as error:  # each library has its own words for a damaged file
        raise SeriesError(f"{path} cannot be read: {said(error)}") from None


def said(error: BaseException) -> str:
    """The first line of what a library says, without its capital."""
    text = " ".join(str(error).split())[:160] or type(error).__name__
    return text


def _is_classic(path: Path) -> bool:
    """Whether it is classic NetCDF and not NetCDF-4.

    Raises:
        SeriesError: If it is neither.
    """
    if not path.exists():
        raise SeriesError(f"{path}: no such file")
    if not path.is_file():
        raise SeriesError(f"{path} is not a file, expected NetCDF or a Zarr folder")
    try:
        with path.open("rb") as file:
            head = file.read(8)
            # HDF5 allows a block of the user's own in front
            starts = [head] + [_at(file, 512 << k) for k in range(4)]
    except OSError as error:
        raise SeriesError(f"{path} cannot be read: {error.strerror or error}") from None
    if not head:
        raise SeriesError(f"{path} is empty, expected NetCDF or a Zarr folder")
    if head.startswith(_CLASSIC):
        return True
    if head.startswith(_WIDE):
        raise SeriesError(
            f"{path} is NetCDF with numbers of 64 bits, expected NetCDF-4 "
            "(`nccopy -k nc4 OLD NEW` converts it)"
        )
    if _HDF5 not in starts:
        raise SeriesError(f"{path} is no NetCDF file, expected NetCDF or a Zarr folder")
    return False


def _at(file: Any, place: int) -> bytes:
    file.seek(place)
    return bytes(file.read(8))


def _only_known_codecs(path: Path) -> None:
    """Refuse a Zarr folder with a codec that is not known to be harmless."""
    found = [*path.rglob(".zarray"), *path.rglob("zarr.json")]
    if not found:
        raise SeriesError(f"{path} is a folder, but no Zarr store")
    for file in found:
        try:
            if file.stat().st_size > _LARGEST_METADATA:
                raise SeriesError(f"{file} is larger than any description of an array")
            about = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise SeriesError(f"{file} cannot be read: {said(error)}") from None
        for name in _codecs(about):
            if name.removeprefix("numcodecs.") not in _CODECS:
                raise SeriesError(
                    f"{file}: codec '{name[:60]}' is refused, allowed are those that hold numbers"
                )
        if isinstance(about, dict) and str(about.get("dtype", "")).startswith("|O"):
            raise SeriesError(f"{file}: dtype = object is refused, allowed are numbers")


def _codecs(about: Any) -> list[str]:
    """Names of all codecs in a description of an array, nested ones too."""
    names: list[str] = []
    parts = [about]
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts.extend(part)
        elif isinstance(part, dict):
            for key in ("codecs", "filters", "compressor", "index_codecs"):
                inside = part.get(key)
                for one in inside if isinstance(inside, list) else [inside]:
                    if isinstance(one, dict):
                        name = one.get("id", one.get("name"))
                        names += [name] if isinstance(name, str) else []
                        parts.append(one)
            parts += [v for k, v in part.items() if isinstance(v, dict) and k != "attributes"]
    return names
