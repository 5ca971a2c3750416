from __future__ import annotations

import pytest

from engines.learned.weights import card_of, open_model


@pytest.fixture(scope="session")
def decoder():
    return open_model(card_of("sprites-vae")).arrays
