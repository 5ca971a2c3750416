from __future__ import annotations

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from app.export import film_files
from app.export.embedded import read_record
from app.export.film_files import WRITERS, comment_block, gone

NOTE = '{"preset": "toy", "text": "' + "x" * 700 + '"}'


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_pictures_and_note_come_back(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    writer = WRITERS[suffix](path, (32, 24), 10, NOTE)
    for shade in (0, 120, 250):
        writer.add(np.full((24, 32, 3), shade, np.uint8))
    writer.close()
    assert imageio_ffmpeg.count_frames_and_secs(str(path))[0] == 3
    assert read_record(path)["text"] == "x" * 700


def test_a_gif_lasts_as_long_as_it_should(tmp_path):
    path = tmp_path / "a.gif"
    writer = WRITERS[".gif"](path, (8, 8), 30, NOTE)
    for shade in range(30):
        writer.add(np.full((8, 8, 3), shade * 8, np.uint8))
    writer.close()
    total = 0
    with Image.open(path) as picture:
        for i in range(picture.n_frames):
            picture.seek(i)
            total += picture.info["duration"]
    assert total == 1000


def test_a_comment_is_cut_into_pieces_with_their_length():
    assert comment_block("ab") == b"!\xfe\x02ab\x00"
    assert comment_block("a" * 256) == b"!\xfe\xff" + b"a" * 255 + b"\x01a\x00"


def test_an_ffmpeg_that_has_ended_is_one_sentence(tmp_path):
    class Dead:
        def send(self, picture):
            raise OSError("broken pipe\nno such codec")

    writer = WRITERS[".mp4"](tmp_path / "a.mp4", (32, 24), 10, NOTE)
    writer.add(np.zeros((24, 32, 3), np.uint8))
    writer.close()
    writer._pipe = Dead()
    with pytest.raises(OSError, match="ffmpeg has ended before the movie was whole"):
        writer.add(np.zeros((24, 32, 3), np.uint8))


def test_a_film_that_was_cut_off_is_not_whole(tmp_path):
    path = tmp_path / "a.mp4"
    writer = WRITERS[".mp4"](path, (32, 24), 10, NOTE)
    writer.add(np.zeros((24, 32, 3), np.uint8))
    writer.close()
    assert writer.whole()
    content = path.read_bytes()
    for cut in (content[:-1], content[:20], b"", content.replace(b"moov", b"free")):
        path.write_bytes(cut)
        assert not writer.whole()
    path.unlink()
    assert not writer.whole()


def test_a_full_disk_is_told_from_a_dead_ffmpeg(tmp_path, monkeypatch):
    assert "ffmpeg" in str(gone(tmp_path / "a.mp4"))

    class Full:
        free = 0

    monkeypatch.setattr(film_files.shutil, "disk_usage", lambda folder: Full)
    assert "No space left" in str(gone(tmp_path / "a.mp4"))
