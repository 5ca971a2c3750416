"""Evidence of flows from noise to small digits."""

from engines.evidence.generative.digits import by_class, one_jump, pictures

CLAIMS = (*pictures.CLAIMS, *by_class.CLAIMS, *one_jump.CLAIMS)
