"""What a preset is about: a system or a model, from which flows are made."""

from __future__ import annotations

from abc import ABC, abstractmethod

from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow


class Subject(ABC):
    """Makes a flow from parameter values; a system file and a model card each give one.

    Attributes:
        id: File name without suffix.
        title: Words for a heading.
        source: Where it comes from, one line.
        declared: Declarations of its parameters.
        notes: Sentences about what had to be assumed, which limit the trust in every picture.
    """

    id: str
    title: str
    source: str
    declared: tuple[Declaration, ...]
    notes: tuple[str, ...] = ()

    @abstractmethod
    def flow(self, parameters: Parameters) -> Flow:
        """The flow at these values. `parameters` may hold further fields, which are ignored."""
