import pytest

from app import preferences
from app.preferences import Preferences


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    return tmp_path


def test_choices_come_back(folder):
    chosen = Preferences("light", 1.5, "/data", True)
    assert preferences.save(chosen)
    assert preferences.load() == chosen


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"theme": "pink", "text": 9, "folder": 3}'])
def test_a_damaged_file_is_the_first_day(folder, content):
    (folder / "preferences.json").write_text(content)
    assert preferences.load() == Preferences()


def test_a_folder_that_cannot_be_made_is_no_failure(folder, monkeypatch):
    (folder / "file").write_text("")
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(folder / "file" / "below"))
    assert not preferences.save(Preferences())
