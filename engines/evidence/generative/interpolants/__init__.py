"""Evidence of bridges between any two clouds."""

from engines.evidence.generative.interpolants import exact, least, trained

CLAIMS = (*exact.CLAIMS, *trained.CLAIMS, *least.CLAIMS)
