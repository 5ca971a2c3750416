"""Evidence of flows from noise to drawn figures, and from circles to squares."""

from engines.evidence.generative.figures import noise, transfer

CLAIMS = (*noise.CLAIMS, *transfer.CLAIMS)
