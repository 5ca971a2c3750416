"""Pictures one after the other into an MP4 or a GIF, with a note inside."""

from __future__ import annotations

import errno
import os
import shutil
import struct
from pathlib import Path
from typing import Any, Protocol

import numpy as np

COLOURS = 256
_ROOM = 1 << 20  # bytes; with less left on a disk it counts as full
_LONGEST_NOTE = 100_000  # a command line takes no longer argument


class FilmWriter(Protocol):
    """Takes the frames of one movie."""

    def __init__(self, path: Path, pixels: tuple[int, int], fps: float, note: str) -> None: ...

    def add(self, picture: np.ndarray) -> None:
        """Append one frame, shape (height, width, 3), bytes."""

    def close(self) -> None:
        """Finish the file; afterwards it can be played, if it is whole."""

    def whole(self) -> bool:
        """Whether a closed file has its end."""


class Mp4Writer:
    """H.264 through a pipe to ffmpeg, with the pixels every player understands."""

    def __init__(self, path: Path, pixels: tuple[int, int], fps: float, note: str) -> None:
        import imageio_ffmpeg

        self._path = path
        about = ["-metadata", f"comment={note}"] if len(note) < _LONGEST_NOTE else []
        self._pipe: Any = imageio_ffmpeg.write_frames(
            str(path.absolute()),  # a name such as http:/a.mp4 would be taken for an address
            pixels,
            fps=fps,
            codec="libx264",
            pix_fmt_in="rgb24",
            pix_fmt_out="yuv420p",
            quality=8,
            macro_block_size=2,
            ffmpeg_log_level="quiet",
            output_params=["-f", "mp4", "-movflags", "+faststart", *about],
        )
        self._pipe.send(None)

    def add(self, picture: np.ndarray) -> None:
        """Append one frame, shape (height, width, 3), bytes.

        Raises:
            OSError: If ffmpeg has ended.
        """
        try:
            self._pipe.send(np.ascontiguousarray(picture))
        except OSError:
            raise gone(self._path) from None

    def close(self) -> None:
        """Wait until ffmpeg has finished the file."""
        self._pipe.close()

    def whole(self) -> bool:
        """Whether the atoms fill the file exactly and the one that lists the frames is among them."""
        kinds, place = set(), 0
        try:
            length = self._path.stat().st_size
            with self._path.open("rb") as file:
                while place < length:
                    file.seek(place)
                    size, kind = struct.unpack(">I4s", file.read(8))
                    if size == 1:  # too long for four bytes
                        (size,) = struct.unpack(">Q", file.read(8))
                    kinds.add(kind)
                    place += max(size, 8)
        except (OSError, struct.error):
            return False
        return place == length and b"moov" in kinds


def gone(path: Path) -> OSError:
    """Why ffmpeg has ended, as far as it can be told."""
    if shutil.disk_usage(path.absolute().parent).free < _ROOM:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return OSError(errno.EPIPE, "ffmpeg has ended before the movie was whole")


class GifWriter:
    """A GIF written block by block: Pillow's own writer would drop frames that repeat."""

    def __init__(self, path: Path, pixels: tuple[int, int], fps: float, note: str) -> None:
        self._file = path.open("wb")
        self._fps, self._note = fps, note
        self._palette: Any = None
        self._count = 0

    def add(self, picture: np.ndarray) -> None:
        """Append one frame; the first one gives the colours to all."""
        from PIL import GifImagePlugin, Image

        whole = Image.fromarray(picture)
        if self._palette is None:
            self._palette = whole.quantize(COLOURS, dither=Image.Dither.NONE)
            for block in GifImagePlugin.getheader(self._palette, info={"version": b"89a"})[0]:
                self._file.write(block)
            self._file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
            self._file.write(comment_block(self._note))
        painted = whole.quantize(palette=self._palette, dither=Image.Dither.NONE)
        # hundredths of a second: rounded such that the whole film has the right length
        start, stop = (round(100 * i / self._fps) for i in (self._count, self._count + 1))
        self._count += 1
        for block in GifImagePlugin.getdata(painted, duration=10 * (stop - start)):
            self._file.write(block)

    def close(self) -> None:
        """Write the end mark."""
        if not self._file.closed:
            with self._file:
                self._file.write(b";")

    def whole(self) -> bool:
        """A GIF that was closed without an error has its end."""
        return self._file.closed


def comment_block(note: str) -> bytes:
    """A GIF comment: pieces of at most 255 bytes, each after its length, ended by zero."""
    text = note.encode("ascii", "replace")
    pieces = [text[i : i + 255] for i in range(0, len(text), 255)]
    return b"!\xfe" + b"".join(bytes([len(p)]) + p for p in pieces) + b"\x00"


WRITERS: dict[str, type[FilmWriter]] = {".mp4": Mp4Writer, ".gif": GifWriter}
