"""`separatrix doctor`: what this machine has, and what falls back and why."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict, is_dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import typer

from app import faults
from engines.errors import SeparatrixError

PACKAGES = (
    "separatrix",
    "PyQt6",
    "PyQt6-Qt6",
    "pyqtgraph",
    "vispy",
    "numpy",
    "scipy",
    "numba",
    "torch",
    "pydantic",
    "matplotlib",
    "imageio-ffmpeg",
    "xarray",
    "h5netcdf",
    "numbacs",
)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
) -> None:
    """Tell versions, OpenGL, and what falls back and why."""
    facts = examined()
    if as_json:
        json.dump(facts, sys.stdout, indent=2, ensure_ascii=False)
        print()
        return
    for group, content in facts.items():
        print(group)
        rows = content.items() if isinstance(content, dict) else ((None, c) for c in content)
        for name, value in rows:
            shown = value if value not in ("", None) else "none"
            print(f"  {name:18} {shown}" if name else f"  {shown}")


def examined() -> dict[str, Any]:
    """Everything the doctor knows: versions, machine, OpenGL, display, movies, folders, fallbacks."""
    opengl, no_opengl = _opengl()
    movie, no_movie = _movie_writer()
    display = _display()
    fallbacks = []
    if no_opengl:
        fallbacks.append(f"shader fields are computed on the CPU: {no_opengl}")
    elif opengl.get("software"):
        fallbacks.append(f"OpenGL runs in software ({opengl.get('renderer')}): pictures are slower")
    if not display:
        fallbacks.append("no display: 'separatrix' and 'shot' refuse, everything else works")
    if no_movie:
        fallbacks.append(f"no movies: {no_movie}")
    if not _version("numbacs"):
        fallbacks.append("numbacs is absent: 'bench' shows no peer for FTLE")
    return {
        "versions": {"Python": platform.python_version(), **{p: _version(p) for p in PACKAGES}},
        "machine": {
            "system": f"{platform.system()} {platform.release()}",
            "processor": platform.machine(),
            "threads": os.cpu_count() or 1,
            "usable threads": len(os.sched_getaffinity(0))
            if sys.platform == "linux"
            else os.cpu_count() or 1,
            "display": display,
        },
        "opengl": opengl,
        "movies": {"ffmpeg": movie},
        "folders": _folders(),
        "falls back": fallbacks,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _opengl() -> tuple[dict[str, Any], str]:
    try:
        from widgets.painters.offscreen import opengl_facts

        facts = opengl_facts()
    except (SeparatrixError, ImportError, OSError) as error:
        return {}, str(error)
    told: dict[str, Any] = asdict(facts) if is_dataclass(facts) else {}
    software = any(word in str(told).lower() for word in ("llvmpipe", "softpipe", "swrast"))
    return {**told, "software": told.get("software", software)}, ""


def _movie_writer() -> tuple[str, str]:
    try:
        import imageio_ffmpeg

        return f"{imageio_ffmpeg.get_ffmpeg_version()}", ""
    except (ImportError, RuntimeError, OSError) as error:
        return "", str(error)


def _display() -> str:
    if sys.platform in ("win32", "darwin"):
        return sys.platform
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""


def _folders() -> dict[str, str]:
    from platformdirs import user_cache_path

    from app.catalogue import tree

    cache = user_cache_path("separatrix", appauthor=False)
    return {
        "presets": str(tree()),
        "cache": f"{cache} ({_size(cache)})",
        "logs": str(faults.log_folder()),
        "numba cache": os.environ.get("NUMBA_CACHE_DIR", "beside the sources"),
    }


def _size(folder: Path) -> str:
    total = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return f"{total / 2**20:.1f} MiB"
