from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.chosen.schedule_subject import (
    DIGITS,
    EIGHT,
    NETWORKS,
    ScheduleSubject,
)
from engines.learned.generative.interpolants.scheduled import LearnedSchedule
from engines.numerics.kinetic.scheduling import PointsFlow, Scheduling
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket
from engines.systems.clouds.scheduled import FAMILY, POINTS, ScheduledFlow
from engines.systems.clouds.schedules import gradual


@pytest.fixture(scope="module")
def subject():
    return ScheduleSubject(FAMILY())


@pytest.fixture(scope="module")
def values(subject):
    return parameters_model("p", subject.declared)


def test_one_network_serves_every_schedule_of_a_shape(subject, values):
    flows = [subject.flow(values(data="moons", schedule=name)) for name in ("linear", "VP")]
    assert all(isinstance(flow, LearnedSchedule) for flow in flows)
    x = np.array([[0.3, -0.4]])
    clean = [
        flow.field.denoiser(x * flow.path.at(t).a, t)
        for flow, t in zip(flows, (0.5, 0.5), strict=False)
    ]
    assert np.isfinite(clean).all()
    assert flows[0].source == "learned"


def test_a_network_tells_nearly_what_the_formula_tells(subject, values):
    exact, learned, drawn = (
        subject.flow(values(data=EIGHT, source=name))
        for name in ("exact", "learned", "Monte Carlo")
    )
    assert isinstance(exact, ScheduledFlow)
    assert [flow.source for flow in (exact, learned, drawn)] == ["exact", "learned", "Monte Carlo"]
    angles = [flow.optimal.opening for flow in (exact, learned, drawn)]
    assert angles == pytest.approx([angles[0]] * 3, abs=0.03)


def test_field_and_separation_are_chosen_apart(subject, values):
    flow = subject.flow(values(velocity="learned"))
    assert isinstance(flow, LearnedSchedule)
    assert flow.source == "exact"
    begin = flow.noise(300, np.random.default_rng(0))
    radius = np.linalg.norm(flow.advance(begin, 0.0, 1.0), axis=1)
    assert abs(float(np.median(radius)) - 4.0) < 0.5


def test_digits_and_points_have_formulae_in_their_own_spaces(subject, values):
    digits = subject.flow(values(data=DIGITS, point_count=60))
    assert isinstance(digits, PointsFlow)
    assert digits.dimension == 64
    assert subject.flow(values(data=POINTS, point_count=4, dimensions=7)).dimension == 7


@pytest.mark.parametrize("data", [*NETWORKS, DIGITS, POINTS, "two points"])
def test_what_means_nothing_says_why(subject, values, data):
    unfit = subject.unfit(values(data=data, point_count=60))
    assert ("velocity" in unfit) == (data != EIGHT)
    assert ("source" in unfit) == (data == POINTS)
    assert ("components" in unfit) == (data != DIGITS)
    assert ("point_count" in unfit) == (data not in (DIGITS, POINTS))
    assert ("dimensions" in unfit) == (data != POINTS)
    assert isinstance(subject.flow(values(data=data, point_count=60)), Scheduling)


def test_the_schedule_beside_it_is_another_one(subject, values):
    assert subject.beside(values()).schedule == "linear"
    assert subject.beside(values(schedule="linear")) is None
    assert subject.beside(values(beside="none")) is None
    half = values(share=0.5, beside="kinetic-optimal")
    assert subject.beside(half).share == 1.0
    assert subject.beside(values(beside="kinetic-optimal")) is None


def test_many_points_become_known_better(subject, values, monkeypatch):
    monkeypatch.setattr(gradual, "WELL", 2e8)
    monkeypatch.setattr(gradual, "ROUGH", 1e7)
    many = values(data=DIGITS, point_count=300, components=20)
    assert subject.rough(many)
    before = subject.flow(many).separation
    subject.improve(many, Ticket())
    assert not subject.rough(many)
    assert subject.flow(many).separation.draws > before.draws
    assert not subject.rough(values())
