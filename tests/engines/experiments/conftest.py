"""A subject over small flows whose answers are known by hand."""

from __future__ import annotations

import pytest

from engines.protocols.subject import Subject


class AnalyticSubject(Subject):
    """A subject over one of the classes above."""

    def __init__(self, kind):
        self.id = kind.__name__.lower()
        self.title = kind.__name__
        self.source = "by hand"
        self.declared = tuple(getattr(kind, "knobs", ()))
        self._kind = kind

    def flow(self, parameters):
        return self._kind(**{d.name: getattr(parameters, d.name) for d in self.declared})


@pytest.fixture(scope="session")
def subject():
    """`subject(pendulum)` is the subject whose flow is the pendulum."""
    return AnalyticSubject
