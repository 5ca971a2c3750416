"""A symbol in TeX, cut into pieces that can be painted: base, index, exponent. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "ϕ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
    "ell": "ℓ",
    "hbar": "ħ",
    "infty": "∞",
    "partial": "∂",
    "nabla": "∇",
    "cdot": "·",
    "times": "×",
    "prime": "′",
    "max": "max",
    "min": "min",
}
# there is no small y below the line; a gamma there looks like one
_BELOW = str.maketrans("0123456789+-aehijklmnoprstuvxy", "₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵧ")
_ABOVE = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
GREEK = {name: sign for name, sign in LETTERS.items() if sign.isalpha() and len(sign) == 1}
_MINUS = str.maketrans("-", "\N{MINUS SIGN}")
_STYLES = "mathrm|text|mathit|mathbf|operatorname|bar|hat|dot|tilde"
_WRAPPERS = re.compile(rf"\\(?:{_STYLES})(?:\s*\{{([^{{}}]*)\}}|\b\s*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters and where it stands: 0 on the line, -1 below it, 1 above it."""

    text: str
    level: int = 0


def pieces(tex: str) -> tuple[Piece, ...]:
    """The runs of a short symbol such as "z_1" or "x_{max}^2"."""
    plain = _WRAPPERS.sub(lambda m: m[1] or "", tex.replace("$", ""))
    plain = re.sub(r"\\([A-Za-z]+) ?", lambda m: LETTERS.get(m[1], m[1]), plain)
    found: list[Piece] = []
    for mark, group, single, run in re.findall(r"([_^])(?:\{([^{}]*)\}|(.))|([^_^]+)", plain):
        text = (group or single or run).replace("{", "").replace("}", "")
        if text:
            found.append(Piece(text, {"_": -1, "^": 1}.get(mark, 0)))
    return tuple(found)


def symbol_text(tex: str) -> str:
    """A short TeX symbol in upright letters, e.g. "z_1" as z with a small 1."""
    text = ""
    for piece in pieces(tex):
        text += piece.text.translate({-1: _BELOW, 0: _MINUS, 1: _ABOVE}[piece.level])
    return text


def spoken(tex: str) -> str:
    """The symbol as plain text, for accessible names and tooltips."""
    return "".join(p.text for p in pieces(tex))
