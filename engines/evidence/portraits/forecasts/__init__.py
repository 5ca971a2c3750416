"""Evidence for forecasts, and for equations found from data."""

from __future__ import annotations

from engines.evidence.portraits.forecasts import benchmark, sparse
from engines.protocols.check import Claim

CLAIMS: tuple[Claim, ...] = (*benchmark.CLAIMS, *sparse.CLAIMS)
