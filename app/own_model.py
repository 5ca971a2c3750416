"""Models of one's own: a card and a safetensors file beside it, opened by what is shown best."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.preset_file import LONGEST, Preset
from engines.errors import PresetError, near_miss

PICTURES = "generative.pictures"

# what a card may name as its class, and the experiment that shows such a model
SHOWN_BY: Mapping[str, str] = {
    "generative.bridges": "generative.stochastic_interpolants",
    "generative.consistency": "generative.diffusion_principles",
    "generative.diffusion": "generative.diffusion_principles",
    "generative.diffusion_digits": PICTURES,
    "generative.digits.by_class": PICTURES,
    "generative.digits.consistency": PICTURES,
    "generative.digits.flow_map": PICTURES,
    "generative.digits.leap": PICTURES,
    "generative.flow_map": "generative.diffusion_principles",
    "generative.meanflow": "generative.diffusion_principles",
    "generative.pfgm": "generative.pfgm_plus_plus",
    "generative.pfgm_digits": PICTURES,
    "generative.rectified_digits": PICTURES,
    "generative.rectified_flow": "generative.rectified_flow",
    "latent.decoder": "latent.traversal",
    "latent.digits_equivariant": "latent.latent_potential_flows",
    "latent.digits_vae": "latent.traversal",
    "latent.latent_potential_flows": "latent.latent_potential_flows",
    "latent.sprites_equivariant": "latent.latent_potential_flows",
    "latent.sprites_plain": "latent.traversal",
    "latent.sprites_vae": "latent.traversal",
}
WEIGHTS = ".safetensors"
WITHIN = ("class", "weights", "sha256")  # fields of a card that no other file of ours has


def is_card(table: Mapping[str, Any]) -> bool:
    """Whether a TOML table wants to be the card of a model."""
    return "experiment" not in table and any(key in table for key in WITHIN)


def card_beside(path: Path) -> Path:
    """The card of a safetensors file: the TOML file of the same name beside it.

    Raises:
        PresetError: If there is none.
    """
    card = path.with_suffix(".toml")
    if not card.is_file():
        raise PresetError(
            f"{path.name}: no card beside it, expected {card.name} with class, sizes and sha256"
        )
    return card


def preset_of_card(path: Path, table: Mapping[str, Any]) -> Preset:
    """What the model of a card is shown by.

    Args:
        path: The card.
        table: What is in it, not yet checked but for its class.

    Raises:
        PresetError: If the class is no architecture of this project.
    """
    kind = table.get("class")
    if not isinstance(kind, str) or kind not in SHOWN_BY:
        shown = f"'{kind}'" if isinstance(kind, str) else str(kind)
        hint = near_miss(str(kind), tuple(SHOWN_BY))
        raise PresetError(f"{path.name}: class = {shown[:80]}, no architecture of ours, {hint}")
    title = table.get("title")
    return Preset(
        id=path.stem,
        path=path,
        room=kind.split(".")[0],
        title=(title if isinstance(title, str) else path.stem)[: LONGEST["title"]],
        line="",
        about="",
        tags=("network",),
        paper="",
        experiment=SHOWN_BY[kind] if not _pictures(table) else PICTURES,
        system="",
        model=f"./{path.name}",
        parameters={},
    )


def _pictures(table: Mapping[str, Any]) -> bool:
    """Whether the states of a model are pictures, which some architectures leave open."""
    sizes = table.get("sizes")
    return isinstance(sizes, dict) and sizes.get("pictures") is True
