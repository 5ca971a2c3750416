"""What the files say beside the equations: dysts' numbers, our words, and flags that hold."""

from __future__ import annotations

import numpy as np
import pytest

from engines.equations.to_numpy import evaluated
from engines.equations.to_tex import tex
from engines.evidence.portraits.catalogue import growth

PUBLISHED = {
    "max_lyapunov": "maximum_lyapunov_estimated",
    "kaplan_yorke": "kaplan_yorke_dimension",
    "correlation_dimension": "correlation_dimension",
    "pesin_entropy": "pesin_entropy",
    "multiscale_entropy": "multiscale_entropy",
}
# Older than the catalogue: they keep starts and rounder values of their own.
OLDER = {"lorenz-1963", "rossler", "abc-flow", "henon"}
# Dimensions larger than the space they lie in, as the data of dysts have them.
IMPOSSIBLE = {
    "arnold-web": 22.55, "bickley-jet-phase": 4.07, "bouali-2": 16.47,
    "calcium-quasiperiodic": 4.55, "henon-heiles-lambda": 6.81, "interior-squirmer": 3.24,
    "nose-hoover": 6.21, "nuclear-quadrupole": 4.28, "sprott-a": 60.67, "stick-slip": 5.68,
    "swinging-atwood": 4.02,
}  # fmt: skip


def same(found, wanted):
    if found is None or wanted is None:
        return found is wanted
    return found == pytest.approx(wanted, rel=1e-5, abs=1e-12)


def test_periods_and_published_numbers_are_those_of_dysts(pairs):
    for id, pair in pairs.items():
        said, known = pair.system.catalogued, pair.theirs.metadata
        if pair.system.kind == "map":
            assert said.period is None, id
            assert not said.published.known(), id
            continue
        assert said.period == pair.theirs.period, id
        spectrum = known.get("lyapunov_spectrum_estimated") or ()
        assert same(said.published.lyapunov_spectrum, tuple(spectrum)), id
        for name, theirs in PUBLISHED.items():
            wanted = known.get(theirs)
            wanted = None if wanted is None or not np.isfinite(wanted) else wanted
            assert same(getattr(said.published, name), wanted), f"{id}: {name}"


def test_what_is_missing_there_is_missing_here(pairs):
    without = {
        id
        for id, pair in pairs.items()
        if pair.system.kind != "map" and not pair.system.catalogued.published.lyapunov_spectrum
    }
    assert without == {"atmospheric-regime"}
    assert pairs["forced-brusselator"].system.catalogued.published.pesin_entropy is None


def test_exactly_eleven_published_dimensions_are_impossible(pairs):
    found = {
        id: pair.system.catalogued.published.kaplan_yorke
        for id, pair in pairs.items()
        if any("Kaplan-Yorke" in doubt for doubt in pair.system.catalogued.doubts)
    }
    assert found == {id: pytest.approx(value, abs=0.006) for id, value in IMPOSSIBLE.items()}
    assert "60.67 is impossible: there are 3" in pairs["sprott-a"].system.catalogued.doubts[0]


def test_a_delay_equation_may_have_a_dimension_of_eighteen(pairs):
    said = pairs["sprott-delay"].system.catalogued
    assert said.published.kaplan_yorke == pytest.approx(18.01, abs=0.01)
    assert said.doubts == ()


def test_parameters_and_starts_are_those_of_dysts(pairs):
    for id in sorted(pairs.keys() - OLDER):
        pair = pairs[id]
        assert pair.system.defaults() == pair.values(), id
        box = pair.system.box
        width = np.subtract(box.high, box.low)
        off = np.subtract(pair.system.start, pair.start)
        turns = np.where(box.periodic, np.round(off / width), 0.0)
        assert np.allclose(off, turns * width, rtol=0.0, atol=1e-9), id


def test_no_parameter_of_dysts_that_matters_is_left_out(pairs):
    """Each entry of each parameter that has no slider here is moved: nothing may change."""
    idle = {}
    for id, pair in pairs.items():
        shown = {declared.name for declared in pair.system.declared}
        count = sum(np.size(value) for value in pair.original.values())
        if count == len(shown):
            continue
        states = pair.states(np.random.default_rng(0))
        before, entries = pair.rates(states, 0.5), []
        for name, value in pair.original.items():
            for place in np.ndindex(np.shape(value)):
                own = "_".join([name, *(str(i + 1) for i in place)])
                if own in shown or name + "_" in shown:
                    continue
                moved = np.array(value, float)
                moved[place] += 0.1
                pair.theirs.__dict__[name] = pair.theirs.params[name] = moved[()]
                pair.theirs.param_list = [pair.theirs.params[n] for n in sorted(pair.original)]
                assert np.array_equal(pair.rates(states, 0.5), before), f"{id}: {own}"
                entries.append(own)
                pair.set(np.ones)
        idle[id] = entries
    assert idle == {
        "excitable-cell": ["vm", "vn"],
        "lorenz-coupled": ["rho"],
        "multi-chua": ["c_1"],
    }


def test_systems_that_inherit_have_the_equations_of_another(pairs):
    heirs = {p.system.id: p.system.catalogued.inherits for p in pairs.values()}
    heirs = {id: parent for id, parent in heirs.items() if parent}
    assert len(heirs) == 9
    for id, parent in heirs.items():
        assert pairs[id].system.equations.rates == pairs[parent].system.equations.rates, id
        assert pairs[id].system.defaults() != pairs[parent].system.defaults(), id


def test_flags_say_what_the_equations_are(pairs):
    for id, pair in pairs.items():
        system, flags = pair.system, pair.system.catalogued.flags
        if id != "blinking-vortex-map":  # its corners are in the first guess of a search
            assert ("nonsmooth" in flags) == (not system.equations.smooth), id
        if system.kind == "ode":
            assert ("forced" in flags) == bool(_clock(system)), id
            assert system.equations.steady == (id != "torus-winding"), id


def _clock(system):
    """Whether the last state runs at a steady pace and others follow it."""
    *others, last = system.equations.jacobian()
    still = [node for node in last if getattr(node, "value", 1.0) == 0.0]
    return len(still) == len(last) and any(getattr(row[-1], "value", 1.0) != 0.0 for row in others)


def test_flows_called_conservative_keep_their_measure_and_others_do_not(pairs):
    wrong = {}
    for id, pair in pairs.items():
        if pair.system.kind == "ode":
            size = np.abs(growth(pair.system, pair.states(np.random.default_rng(1)))).max()
            if (size < 1e-9) != ("conservative" in pair.system.catalogued.flags):
                wrong[id] = size
    assert wrong == {}


def test_every_line_can_be_typeset_with_its_numbers(pairs):
    for id, pair in pairs.items():
        system = pair.system
        lines = tex(system.equations, system.defaults(), system.symbols)
        assert len(lines) >= system.equations.dimension, id
        text = "".join(lines)
        for name in system.equations.parameters:
            assert f"\\live{{{name}}}" in text, f"{id}: {name}"


def test_truths_hold(pairs):
    for id, pair in pairs.items():
        system = pair.system
        states = pair.states(np.random.default_rng(2))[:, : system.equations.dimension]
        if system.truths.divergence is None and system.truths.area is None:
            continue
        values = pair.values()
        gradient = system.equations.evaluate_jacobian(states, 0.0, values)
        scope = system.equations.scope(states, 0.0, values)
        if system.truths.area is not None:
            found, claimed = np.linalg.det(gradient), system.truths.area
        else:
            found, claimed = np.trace(gradient, axis1=1, axis2=2), system.truths.divergence
        wanted = evaluated([claimed], scope)[0]
        size = max(1.0, np.abs(gradient).max())
        assert np.abs(found - wanted).max() < 1e-9 * size, id


def test_one_program_reads_them_and_none_is_named_twice(pairs):
    titles = [pair.system.title for pair in pairs.values()]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 22 for title in titles)
    abouts = [pair.system.about for pair in pairs.values()]
    assert len(set(abouts)) == len(abouts)


def test_words_are_not_those_of_dysts(pairs):
    for id, pair in pairs.items():
        theirs = pair.theirs.metadata.get("description") or ""
        for sentence in theirs.split("."):
            if len(sentence.split()) > 4:
                assert sentence.strip() not in pair.system.about, id
