"""Shipped landscapes, and courses over them."""

from __future__ import annotations

import pytest

from engines.systems.descent.flows import Course
from engines.systems.descent.landscape import landscape_of
from engines.systems.descent.methods import coefficients, tuned


@pytest.fixture(scope="session")
def landscape(shipped):
    """`landscape("himmelblau")` is the landscape of that id."""
    made = {}

    def read(id):
        if id not in made:
            made[id] = landscape_of(shipped(id))
        return made[id]

    return read


@pytest.fixture(scope="session")
def course(landscape):
    """`course(id, name, kappa=...)` walks down a landscape by the tuned method `name`."""

    def made(id, name, factor=1.0, fine=True, **values):
        found = landscape(id)
        given = {**found.system.defaults(), **values}
        method = tuned(name, found.tuned_for(given), factor)
        return Course(found, given, (method,), method, coefficients(method), fine)

    return made
