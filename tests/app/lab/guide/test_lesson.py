"""Lessons are pages in a file, turned by hand."""

from __future__ import annotations

import pytest

from app.catalogue import presets, tree
from app.lab.guide.lesson import LONGEST, lesson_of, read_lesson
from engines.errors import PresetError

TAUGHT = [one for one in presets() if one.lesson]


@pytest.mark.parametrize("preset", TAUGHT, ids=lambda one: one.id)
def test_every_lesson_can_be_read_and_says_little_at_a_time(preset):
    pages = lesson_of(preset)
    assert 2 <= len(pages) <= 6
    for page in pages:
        assert len(page.words.split()) <= 90
        assert page.words.count("• ") >= 1


def test_no_lesson_lies_about_unused():
    assert {p.stem for p in (tree() / "lessons").rglob("*.md")} == {one.lesson for one in TAUGHT}


def test_a_page_is_a_heading_and_words(tmp_path):
    file = tmp_path / "mine.md"
    file.write_text("# Mine\n\nFor readers.\n\n## One\nWords\nmore.\n\n- Try.\n\n## Two\nEnd.\n")
    first, second = read_lesson(file)
    assert (first.title, first.words) == ("One", "Words\nmore.\n\n• Try.")
    assert first.chapter == second.chapter == "Mine"
    assert (second.title, second.words) == ("Two", "End.")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "0 headings"),
        (b"\xff## A\nwords", "not UTF-8"),
        (b"## A\n\n## B\nwords", "page 'A' is empty"),
        (b"## A\n" + b"x" * (LONGEST + 1), "1201 characters, allowed 1200"),
        (b"## A\nx\n" * 9, "9 headings"),
        (b"x" * 70000, "larger than 64 KiB"),
    ],
)
def test_what_is_no_lesson_is_one_sentence(tmp_path, content, says):
    file = tmp_path / "mine.md"
    file.write_bytes(content)
    with pytest.raises(PresetError, match=says):
        read_lesson(file)
    with pytest.raises(PresetError, match="no such file"):
        read_lesson(tmp_path / "other.md")


def test_pages_follow_the_words_of_the_preset_and_begin_again(qtbot, window):
    panel = window.right.lesson
    window.open("two-cycles")
    qtbot.waitUntil(lambda: panel.title.text() == "Two cycles", timeout=60000)
    pages = window.lessons.pages
    assert panel.stop.text() == f"1 of {len(pages) + 1}"
    assert panel.source.text().startswith("Strogatz")
    panel.onward.click()
    assert (panel.title.text(), panel.source.text()) == (pages[0].title, pages[0].chapter)
    assert panel.words.text().endswith("• Click inside the orange ring, then just outside it.")
    panel.back.click()
    assert panel.title.text() == "Two cycles"
    for _ in range(len(pages)):
        panel.onward.click()
    assert panel.onward.text() == "From the start"
    panel.onward.click()
    assert panel.title.text() == "Two cycles"
    window.open("saddle")
    qtbot.waitUntil(lambda: panel.title.text() == "Linear saddle", timeout=60000)
    assert window.lessons.pages == ()
    assert not panel.onward.isVisibleTo(panel)
