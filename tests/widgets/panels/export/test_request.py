"""What is asked for when something is exported."""

from __future__ import annotations

import pytest

from widgets.panels.export.request import FORMATS, KINDS, ExportRequest, cleaned_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("double_gyre-2.1", "double_gyre-2.1"),
        ("a/b\\c:d", "a_b_c_d"),
        ("../../etc/passwd", "etc_passwd"),
        ("  ", "separatrix"),
    ],
)
def test_a_name_cannot_leave_its_folder(typed, name):
    assert cleaned_name(typed) == name


def test_the_file_name_has_its_ending():
    assert ExportRequest(name="gyre", format="pdf").file_name == "gyre.pdf"


def test_every_kind_has_formats():
    assert set(FORMATS) == set(KINDS)
    assert all(FORMATS.values())
