"""Exact flows to clouds of Gaussians, and frames of an instrument on them."""

from __future__ import annotations

import numpy as np
import pytest

from engines.learned.weights import card_of, open_model
from engines.numerics.diffusion.generation import Sampler
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.probability_flow import flow_to


@pytest.fixture
def eight():
    def made(**sampler):
        return flow_to(circle(), sampler=Sampler(**sampler))

    return made


@pytest.fixture(scope="session")
def normal():
    return flow_to(mixture([[0.0, 0.0]], 0.64 * np.eye(2)), sampler=Sampler(steps=80))


@pytest.fixture(scope="session")
def last():
    """The last frame of an instrument."""

    def found(one, flow, **given):
        p = parameters_model("values", one.declared(flow))(**given)
        return list(one(flow).frames(p, Ticket()))[-1]

    return found


@pytest.fixture(scope="session")
def shipped_map():
    """A mean velocity of eight Gaussians, which jumps."""
    model = open_model(card_of("meanflow-eight-gaussians"))
    return model.flow(parameters_model("values", model.declared)())
