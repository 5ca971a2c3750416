from widgets.panels.equations.breaking import rows, terms

LONG = r"\dot{x} = -a(b + c) + \frac{x - y}{z} - \sin(u + v)"


def test_terms_stand_outside_of_all_brackets_and_make_up_the_line():
    pieces = terms(LONG)
    assert pieces == [r"\dot{x} = -a(b + c) ", r"+ \frac{x - y}{z} ", r"- \sin(u + v)"]
    assert "".join(pieces) == LONG


def test_the_sign_of_a_first_term_is_no_place_to_break():
    assert terms("x = -y") == ["x = -y"]
    assert terms("-y") == ["-y"]


def test_what_fits_stays_in_one_row_and_the_rest_goes_on_below():
    assert rows(LONG, lambda tex: True) == [LONG]
    found = rows(LONG, lambda tex: len(tex) < 42)
    assert len(found) == 2
    assert "".join(row.removeprefix("\\quad ") for row in found) == LONG
