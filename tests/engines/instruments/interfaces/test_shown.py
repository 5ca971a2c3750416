from __future__ import annotations

from types import SimpleNamespace

import pytest

from engines.evidence.shipped import system
from engines.instruments.interfaces.shown import declared_groups, seen, unfit_without_dye
from engines.protocols.flow import Flow


def test_a_flow_without_dye_is_refused(stripe: Flow) -> None:
    shipped = system("double-gyre")
    assert unfit_without_dye(shipped.flow_at(shipped.defaults())) == "needs a flow that carries dye"
    assert unfit_without_dye(stripe) == ""


@pytest.mark.parametrize("way", declared_groups()[1].choices)
def test_interfaces_are_those_of_the_groups_asked_for(stripe: Flow, way: str) -> None:
    found = seen(stripe, SimpleNamespace(start=0.0, clusters=3, clustering=way))
    assert len(found.centres) == 3
    assert found.periodic
