import pytest

from engines.systems.gridded.units import Unit, moment, split_since, unit


@pytest.mark.parametrize(
    ("text", "scale", "kind"),
    [
        ("m s-1", 1.0, (1, -1, 0)),
        ("m/s", 1.0, (1, -1, 0)),
        ("m.s-1", 1.0, (1, -1, 0)),
        ("cm s**-1", 0.01, (1, -1, 0)),
        ("meters per second", 1.0, (1, -1, 0)),
        ("km/h", 1000.0 / 3600.0, (1, -1, 0)),
        ("knots", 1852.0 / 3600.0, (1, -1, 0)),
        ("degrees/day", 1.0 / 86400.0, (0, -1, 1)),
        ("degrees_east", 1.0, (0, 0, 1)),
        ("Mm", 1e6, (1, 0, 0)),
        ("mm", 1e-3, (1, 0, 0)),
        ("days", 86400.0, (0, 1, 0)),
        ("", 1.0, (0, 0, 0)),
        ("1", 1.0, (0, 0, 0)),
    ],
)
def test_units_are_read_as_files_write_them(text: str, scale: float, kind: tuple) -> None:
    found = unit(text)
    assert found is not None
    assert found.scale == pytest.approx(scale, rel=1e-12)
    assert found.kind == kind


@pytest.mark.parametrize("text", ["furlong/fortnight", "m s -", "kg?", "__import__('os')"])
def test_an_unknown_unit_is_none(text: str) -> None:
    assert unit(text) is None


def test_a_number_without_unit_is_plain() -> None:
    assert unit("1") == Unit(1.0)
    assert unit("1").plain


def test_since_parts_the_unit_from_its_epoch() -> None:
    assert split_since("hours since 1950-01-01") == ("hours", "1950-01-01")
    assert split_since("days") == ("days", "")


def test_a_date_is_told_where_the_calendar_is_the_usual_one() -> None:
    assert moment("2000-01-01 00:00:00", 1.5 * 86400.0) == "2000-01-02 12:00"
    assert moment("2000-01-01", 0.0, "360_day") == ""
    assert moment("once upon a time", 0.0) == ""
    assert moment("0000-13-40", 0.0) == ""
