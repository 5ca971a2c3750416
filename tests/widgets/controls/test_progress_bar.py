"""The progress bar."""

from __future__ import annotations

import pytest

from widgets.controls.progress_bar import ProgressBar
from widgets.theme.look import LOOK


@pytest.mark.parametrize(("given", "shown_as"), [(0.62, 0.62), (-1.0, 0.0), (3.0, 1.0)])
def test_a_share_is_kept_between_nothing_and_all(shown, given, shown_as):
    bar = shown(ProgressBar(), 200)
    bar.set_share(given)
    assert bar.share == shown_as


def test_the_filled_part_has_the_length_of_the_share(shown):
    bar = shown(ProgressBar(), 200)
    bar.set_share(0.5)
    image = bar.grab().toImage()
    assert image.pixelColor(95, 2).name().upper() == LOOK.theme.accent
    assert image.pixelColor(105, 2).name().upper() == LOOK.theme.control


def test_it_is_4_high_and_grows(shown, every_look):
    assert shown(ProgressBar(), 200).height() == LOOK.px(4)


def test_it_says_its_share(shown):
    bar = shown(ProgressBar(), 200)
    bar.set_share(0.25)
    assert bar.accessibleDescription() == "25%"
