"""Periods, flags and invariants: read as written, and one sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.errors import SystemFileError
from engines.systems.catalogued import FLAGS, Invariants
from engines.systems.system_file import system_from_text

ROOT = Path(__file__).parents[3]

FLOW = """
title = "Decay"
[rates]
x = "-k*x"
y = "-y"
[states]
x = { low = 0, high = 1.0 }
y = { low = -1, high = 1 }
[parameters]
k = { value = 2, low = 0, high = 5 }
"""

AMONG = """
dysts = "Decay"
inherits = "growth"
period = 2.5
flags = ["conservative", "forced"]
[published]
lyapunov_spectrum = [-1.0, -2]
max_lyapunov = -1.0
kaplan_yorke = 0.0
correlation_dimension = 0.5
pesin_entropy = 0
multiscale_entropy = 0.25
[computed]
lyapunov_spectrum = [-1.0, -2.0]
lyapunov_error = [0.1, 0.2]
kaplan_yorke = 0.0
kaplan_yorke_error = 0.01
mean_divergence = -3.0
settings = "by hand"
"""


def written(more):
    """What a file says with more keys; those of the top stand before its tables."""
    lines = more.strip().splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith("[")), len(lines))
    text = "\n".join([*lines[:first], FLOW, *lines[first:]])
    return system_from_text(text, "decay").catalogued


def test_everything_said_about_a_system_is_kept():
    found = written(AMONG)
    assert (found.dysts, found.inherits, found.period) == ("Decay", "growth", 2.5)
    assert found.flags == {"conservative", "forced"}
    assert found.published == Invariants(
        (-1.0, -2.0), (), -1.0, 0.0, 0.5, 0.0, multiscale_entropy=0.25
    )
    assert found.computed.lyapunov_error == (0.1, 0.2)
    assert found.computed.errors == {"kaplan_yorke": 0.01}
    assert found.computed.mean_divergence == -3.0
    assert found.computed.settings == "by hand"
    assert found.computed.correlation_dimension is None
    assert found.doubts == ()


def test_a_file_that_says_nothing_has_nothing():
    found = written("")
    assert (found.dysts, found.period, found.flags) == ("", None, frozenset())
    assert not found.published.known()
    assert not found.computed.known()


def test_one_number_makes_invariants_known():
    assert written("[published]\nmax_lyapunov = 0.0").published.known()
    assert written("[published]\nlyapunov_spectrum = [0.0, -1.0]").published.known()


def test_a_dimension_larger_than_the_space_is_called_impossible():
    found = written("[published]\nkaplan_yorke = 60.67\ncorrelation_dimension = 2.0")
    assert found.doubts == (
        "the published Kaplan-Yorke dimension 60.67 is impossible: there are 2 states",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("dysts = 3", "dysts = 3, expected a text in quotes"),
        ('dysts = "a b"', "dysts = 'a b', expected the name of a class of dysts"),
        ('inherits = "Lorenz 63"', "inherits = 'Lorenz 63', expected the id of a system"),
        ("period = 0", "period = 0, allowed above 0"),
        ('period = "1"', "period = '1', expected a number"),
        ("periode = 1", "no field 'periode', did you mean 'period'?"),
        ('flags = "stiff"', "flags = 'stiff', expected a list of texts"),
        ('flags = ["stif"]', "flags has 'stif', allowed conservative, forced, nonsmooth"),
        ('flags = ["stiff", "stiff"]', "flags has 'stiff' twice, allowed once"),
        ("flags = [1]", "flags.0 = 1, expected a text in quotes"),
        ("published = 3", "published = 3, expected a table"),
        ("[published]\nmax_lyapunov = nan", "published.max_lyapunov = nan, expected a finite"),
        ('[published]\nkaplan_yorke = "2"', "published.kaplan_yorke = '2', expected a number"),
        ("[published]\nkaplan_york = 2", "no field 'published.kaplan_york', did you mean"),
        ("[published]\nkaplan_yorke_error = 2", "no field 'published.kaplan_yorke_error'"),
        ("[published]\nlyapunov_spectrum = 1", "published.lyapunov_spectrum = 1, expected a list"),
        ("[published]\nlyapunov_spectrum = [1, 2, 3]",
         "published.lyapunov_spectrum has 3 entries, expected 2"),
        ('[published]\nlyapunov_spectrum = [1, "2"]',
         "published.lyapunov_spectrum.1 = '2', expected a number"),
        ("[computed]\nlyapunov_error = [1]",
         "computed.lyapunov_error has 1 entries, expected 0 as lyapunov_spectrum"),
        ("[computed]\nlyapunov_spectrum = [1, 0]\nlyapunov_error = [1]",
         "computed.lyapunov_error has 1 entries, expected 2 as lyapunov_spectrum"),
        ("[computed]\nlyapunov_spectrum = [1, 0]\nlyapunov_error = [1, -1]",
         "computed.lyapunov_error = -1, allowed from 0"),
        ("[computed]\nkaplan_yorke_error = 1", "computed.kaplan_yorke_error has no kaplan_yorke"),
        ("[computed]\nkaplan_yorke = 1\nkaplan_yorke_error = -1",
         "computed.kaplan_yorke_error = -1, allowed from 0"),
        ("[computed]\nkaplan_yorke = 1\nkaplan_yorke_error = 1",
         "computed.settings is missing, expected a text that says how errors were found"),
    ],
)  # fmt: skip
def test_each_mistake_has_one_sentence(text, sentence):
    with pytest.raises(SystemFileError) as caught:
        written(text)
    assert str(caught.value).startswith("decay.toml: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_flags_and_the_numbers_are_described_where_files_are():
    page = (ROOT / "presets" / "systems" / "README.md").read_text(encoding="utf-8")
    for flag, meaning in FLAGS.items():
        assert f"| `{flag}` | {meaning} |" in page
    example = page.split("## A system among others")[1].split("```toml\n")[1].split("```")[0]
    flow = FLOW.replace('y = "-y"', 'y = "-y"\nz = "-z"').replace(
        "y = { low", "z = { low = 0, high = 1 }\ny = { low"
    )
    top, mark, tables = example.partition("[published]")
    found = system_from_text(top + flow + mark + tables, "lorenz").catalogued
    assert found.dysts == "Lorenz"
    assert found.computed.errors["correlation_dimension"] == 0.03
