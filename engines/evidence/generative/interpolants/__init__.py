"""Evidence of bridges between any two clouds."""

from engines.evidence.generative.interpolants import exact, trained

CLAIMS = (*exact.CLAIMS, *trained.CLAIMS)
