from widgets.panels.equations.typeset_lines import MOST, TypesetLines

LINES = (r"\dot{x} = \live{a}{1.5}x + \sin(y) - 3xyz + 4xyz - 5xyz", r"\dot{y} = -x")


def test_a_narrow_place_needs_more_height(shown):
    lines = shown(TypesetLines(), 600, 100)
    lines.set_lines(LINES)
    wide = lines.height()
    lines.resize(150, lines.height())
    assert lines.height() > 1.4 * wide > 30


def test_nothing_takes_no_room(shown):
    lines = shown(TypesetLines(), 300, 100)
    lines.set_lines(LINES)
    lines.set_lines(())
    assert lines.height() == 0


def test_numbers_change_without_a_new_layout(shown):
    lines = shown(TypesetLines(), 600, 100)
    lines.set_lines(LINES)
    before, high = lines.grab().toImage(), lines.height()
    lines.set_values({"a": 7.25})
    assert lines.grab().toImage() != before
    assert lines.height() == high


def test_a_long_system_shows_its_first_equations(shown):
    lines = shown(TypesetLines(), 300, 100)
    lines.set_lines([f"x_{{{i}}} = {i}" for i in range(200)])
    assert len(lines.lines) == MOST
