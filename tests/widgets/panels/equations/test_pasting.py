import pytest

from widgets.panels.equations.pasting import pasted


@pytest.mark.parametrize(
    ("copied", "typed"),
    [
        ("x\N{RIGHT SINGLE QUOTATION MARK} = \N{MINUS SIGN}y", "x' = -y"),
        ("a\N{MIDDLE DOT}b\N{MULTIPLICATION SIGN}c", "a*b*c"),
        ("x\N{SUPERSCRIPT TWO}", "x^2"),
        ("\N{GREEK SMALL LETTER SIGMA}*x + \N{GREEK CAPITAL LETTER OMEGA}", "sigma*x + Omega"),
        ("\N{GREEK SMALL LETTER LAMDA}", "lam"),
        ("x\r\ny\rz", "x\ny\nz"),
        ("x\x00\x1b[31m\N{ZERO WIDTH SPACE}y", "x[31my"),
        ("x\ty", "x y"),
        ("\N{SNOWMAN}", "\N{SNOWMAN}"),
    ],
)
def test_what_only_looks_like_a_key_is_written_with_keys(copied, typed):
    assert pasted(copied) == typed
