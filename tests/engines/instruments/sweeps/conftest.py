from __future__ import annotations

import pytest

from engines.systems.system_file import system_from_text


@pytest.fixture(scope="session")
def from_text():
    """The flow of a system written down here."""

    def flow(text):
        system = system_from_text(text, "written")
        return system.flow_at(system.defaults())

    return flow
