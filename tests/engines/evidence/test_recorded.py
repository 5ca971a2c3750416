from __future__ import annotations

import math

from engines.evidence.recorded import with_computed
from engines.systems.catalogued import Invariants
from engines.systems.system_file import system_from_text

TEXT = """title = "Map"
dysts = "Map"

[next]
x = "3*x*(1 - x)"

[states]
x = { low = 0.0, high = 1.0, start = 0.3 }

[published]
max_lyapunov = 0.5

[truths]
fixed_points = [
    { x = "0" },
]
"""
FOUND = Invariants(
    lyapunov_spectrum=(2.0,),
    lyapunov_error=(0.00123,),
    max_lyapunov=2.0,
    kaplan_yorke=1.0,
    pesin_entropy=2.0,
    errors={"max_lyapunov": 0.00123, "kaplan_yorke": math.nan},
    mean_divergence=-1.23456789,
    settings="by hand",
)


def test_what_was_found_is_read_again():
    text = with_computed(TEXT, FOUND)
    read = system_from_text(text, "map").catalogued.computed
    assert read.lyapunov_spectrum == (2.0,)
    assert read.lyapunov_error == (0.0012,)
    assert read.mean_divergence == -1.23457
    assert read.errors == {"max_lyapunov": 0.0012}  # an error nobody knows is left out
    assert read.settings == "by hand"


def test_everything_else_stays_and_the_table_stands_behind_the_published_one():
    text = with_computed(TEXT, FOUND)
    before, _, rest = text.partition("[computed]")
    after = rest.partition("\n\n")[2]
    assert before + after == TEXT


def test_a_table_that_was_there_is_replaced():
    once = with_computed(TEXT, FOUND)
    assert with_computed(once, FOUND) == once
    assert once.count("[computed]") == 1


def test_without_a_published_table_it_stands_at_the_end():
    text = with_computed(TEXT.partition("[published]")[0], FOUND)
    assert text.rstrip().endswith('settings = "by hand"')
    assert system_from_text(text, "map").catalogued.computed.known()
