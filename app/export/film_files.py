"""Pictures one after the other into an MP4 or a GIF, with a note inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engines.errors import ExportError

COLOURS = 256
_LONGEST_NOTE = 100_000  # a command line takes no longer argument


class FilmWriter(Protocol):
    """Takes the frames of one movie."""

    def __init__(self, path: Path, pixels: tuple[int, int], fps: float, note: str) -> None: ...

    def add(self, picture: np.ndarray) -> None:
        """Append one frame, shape (height, width, 3), bytes."""

    def close(self) -> None:
        """Finish the file; afterwards it can be played."""


class Mp4Writer:
    """H.264 through a pipe to ffmpeg, with the pixels every player understands."""

    def __init__(self, path: Path, pixels: tuple[int, int], fps: float, note: str) -> None:
        import imageio_ffmpeg

        self._path = path
        about = ["-metadata", f"comment={note}"] if len(note) < _LONGEST_NOTE else []
        self._pipe: Any = imageio_ffmpeg.write_frames(
            str(path),
            pixels,
            fps=fps,
            codec="libx264",
            pix_fmt_in="rgb24",
            pix_fmt_out="yuv420p",
            quality=8,
            macro_block_size=2,
            ffmpeg_log_level="error",
            output_params=["-f", "mp4", "-movflags", "+faststart", *about],
        )
        self._pipe.send(None)

    def add(self, picture: np.ndarray) -> None:
        """Append one frame, shape (height, width, 3), bytes.

        Raises:
            ExportError: If ffmpeg has ended.
        """
        try:
            self._pipe.send(np.ascontiguousarray(picture))
        except OSError as error:
            reason = str(error).strip().splitlines()
            raise ExportError(
                f"cannot write {self._path.name}: ffmpeg ended, {reason[-1] if reason else 'silently'}"
            ) from None

    def close(self) -> None:
        """Wait until ffmpeg has finished the file."""
        self._pipe.close()


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
            self._file.write(b";")
            self._file.close()


def comment_block(note: str) -> bytes:
    """A GIF comment: pieces of at most 255 bytes, each after its length, ended by zero."""
    text = note.encode("ascii", "replace")
    pieces = [text[i : i + 255] for i in range(0, len(text), 255)]
    return b"!\xfe" + b"".join(bytes([len(p)]) + p for p in pieces) + b"\x00"


WRITERS: dict[str, type[FilmWriter]] = {".mp4": Mp4Writer, ".gif": GifWriter}
