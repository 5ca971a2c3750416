"""Whether an autoencoder with potentials carries codes as known transformations change sprites."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from engines.instruments.disentanglement.dci import dci
from engines.instruments.disentanglement.equivariance import equivariance_errors
from engines.instruments.disentanglement.factor_vae import factor_vae_score
from engines.instruments.disentanglement.mutual_information import mutual_information_gaps
from engines.instruments.disentanglement.purity import changes, covered, purities
from engines.learned.latent.sprites_equivariant import SpritesEquivariantModel
from engines.learned.latent.sprites_reader import SpritesReaderModel
from engines.learned.latent.sprites_vae import CODES, SpritesVaeModel
from engines.learned.nets.autoencoder import bounds, decode, encode
from engines.learned.weights import card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.sprite_sequences import fits, indices_of, moved, places_of, triples
from engines.systems.samples.sprite_sequences import unseen as not_among
from engines.systems.samples.sprites import COUNT, FACTORS, sprites

ID = "latent-potential-flows"
PAPER = "Song, Keller, Sebe & Welling (2023), ICML, section 3.3, at our scale"
STEPS = 4
EACH = 120  # sequences of each transformation
FITTED = 300  # from which a constant direction is fitted
TRAINED_ON, TEST = 60_000, 5000
# Less than was measured with the shipped weights, by more than chance: nats; MIG, FactorVAE, DCI.
RECORDED_BOUND = 3.0
RECORDED_SCORES = (0.03, 0.65, 0.10)
ATTEMPTS = (
    "1: the published sum, in which the code of x_{s+1} pays its KL and decodes nothing, so that "
    "the KL is weighed twice: -5.1 nats (KL 12.5 against 16.5). 2: x_{s+1} is decoded from its own "
    "code too: -2.6 nats; the code of x_0 was decoded twice, and said more than it should (KL "
    "19.0). 3, shipped: every picture is decoded as often as it pays, a fifth of the last one from "
    "the carried code. All with seed 0, not chosen on other seeds. Seed 1, a quarter of the steps "
    "for both, the shipped sum: -60.5 against -63.0, +2.5 nats"
)
SCORES_TRIED = (
    "MIG, FactorVAE, DCI with the sums that were tried for the evidence bound: x_{s+1} decoded "
    "from its own code too 0.134, 0.881, 0.196 at 2.6 nats less than the twin; balanced, as "
    "shipped, 0.044, 0.723, 0.124 at 3.8 nats more. It may be what carried codes have to decode "
    "that lines codes up with factors; a larger share of it than a fifth was not tried. One seed "
    "each; MIG and FactorVAE hang on how codes are turned, which no loss here fixes"
)
Result = tuple[str, bool, bool]


@cache
def _model() -> SpritesEquivariantModel:
    model = open_model(card_of("sprites-equivariant"))
    if not isinstance(model, SpritesEquivariantModel):
        raise TypeError("sprites-equivariant has no potentials")
    return model


@cache
def _twin(id: str = "sprites-plain") -> SpritesVaeModel:
    model = open_model(card_of(id))
    if not isinstance(model, SpritesVaeModel):
        raise TypeError(f"{id} is no autoencoder of sprites")
    return model


@cache
def _unseen() -> np.ndarray:
    """Sprites that no sequence met in training."""
    seed = int(_model().card.training["seed"])
    order = stream(seed, "sprites").permutation(COUNT)
    return np.asarray(order[TRAINED_ON : TRAINED_ON + TEST])


def _through(
    model: SpritesEquivariantModel | SpritesVaeModel,
    change: Callable[[np.ndarray], np.ndarray],
    pictures: np.ndarray,
) -> np.ndarray:
    """Pictures that are encoded, changed and decoded, shape (n, 32, 32)."""
    return _decoded(model, change(_encoded(model, pictures)))


def _tensors(model: SpritesEquivariantModel | SpritesVaeModel) -> dict[str, object]:
    import torch

    torch.set_num_threads(1)
    return {name: torch.from_numpy(np.array(array)) for name, array in model.arrays.items()}


def _encoded(model: SpritesEquivariantModel | SpritesVaeModel, pictures: np.ndarray) -> np.ndarray:
    import torch

    weights, parts = _tensors(model), np.array_split(pictures, len(pictures) // 250 + 1)
    with torch.no_grad():
        codes = [encode(weights, torch.from_numpy(part)[:, None])[0].numpy() for part in parts]
    return np.concatenate(codes).astype(np.float64)


def _decoded(model: SpritesEquivariantModel | SpritesVaeModel, codes: np.ndarray) -> np.ndarray:
    import torch

    weights, parts = _tensors(model), np.array_split(codes, len(codes) // 250 + 1)
    with torch.no_grad():
        made = [
            torch.sigmoid(decode(weights, torch.from_numpy(part.astype(np.float32))))
            for part in parts
        ]
    return np.asarray(torch.cat(made)[:, 0].numpy())


@cache
def _sequences(k: int) -> tuple[np.ndarray, np.ndarray]:
    """First pictures of unseen sprites and what transformation `k` makes of them."""
    places = places_of(_unseen())
    start = places[fits(places, k)][:EACH]
    return sprites(indices_of(start)), sprites(indices_of(moved(start, k, STEPS)))


@cache
def errors() -> np.ndarray:
    """Mean squared error of pixels after four steps, shape (3, 5).

    Rows: carried by the potential of each factor; left where they are; in the twin, moved by the
    constant direction that least squares fit to sequences without unseen sprites.
    """
    model, twin = _model(), _twin()
    draw = stream(0, "evidence sequences")
    three = triples(FITTED, STEPS, draw, not_among(_unseen()))
    made: list[list[np.ndarray]] = [[], [], []]
    for k in range(len(FACTORS)):
        first, _ = _sequences(k)
        begin, end = (_encoded(twin, sprites(three[i, k])) for i in (0, 1))
        along = (end - begin).mean(axis=0)
        made[0].append(_through(model, lambda z, k=k: model.moved(z, k, STEPS), first))  # type: ignore[misc]
        made[1].append(_through(model, lambda z: z, first))
        made[2].append(_through(twin, lambda z, v=along: z + v, first))  # type: ignore[misc]
    wanted = np.concatenate([_sequences(k)[1] for k in range(len(FACTORS))])
    ways = np.repeat(np.arange(len(FACTORS)), [len(_sequences(k)[0]) for k in range(len(FACTORS))])
    return np.stack(
        [equivariance_errors(np.concatenate(arm), wanted, ways, len(FACTORS)) for arm in made]
    )


def _target(text: str, passed: bool) -> Result:
    return text, passed, not passed


def _against(row: int, most: float) -> Result:
    found = errors()
    ratio = float(found[0].mean() / found[row].mean())
    each = ", ".join(
        f"{name} {share:.2f}" for name, share in zip(FACTORS, found[0] / found[row], strict=True)
    )
    return _target(f"{ratio:.2f} ({each})", ratio <= most)


def against_rest() -> Result:
    """Error of carried pictures over that of pictures left as they are."""
    return _against(1, 0.5)


def against_directions() -> Result:
    """Error of carried pictures over that of the best constant direction of each factor."""
    return _against(2, 0.8)


def changed(*, truly: bool) -> np.ndarray:
    """Mean squared change of factor f, in its variances, along transformation k, shape (5, 5).

    Read from the pictures of unseen sprites and of what four steps make of them, truly, or as the
    potentials of the autoencoder do.
    """
    reader, model = open_model(card_of("sprites-reader")), _model()
    if not isinstance(reader, SpritesReaderModel):
        raise TypeError("sprites-reader reads no sprites")
    rows = []
    for k in range(len(FACTORS)):
        first, last = _sequences(k)
        if not truly:
            codes = _encoded(model, first)
            first, last = (_decoded(model, z) for z in (codes, model.moved(codes, k, STEPS)))
        rows.append(changes(reader.read(first), reader.read(last), reader.spreads).mean(axis=0))
    return np.array(rows)


def _pure(matrix: np.ndarray) -> tuple[str, np.ndarray]:
    each = ", ".join(
        f"{name} {share:.2f}" for name, share in zip(FACTORS, purities(matrix), strict=True)
    )
    return f"{purities(matrix).mean():.2f} ({each}), {len(covered(matrix))} of 5", purities(matrix)


def purity_of_truth() -> Result:
    """Purity of the transformations themselves, read from true pictures."""
    matrix = changed(truly=True)
    text, shares = _pure(matrix)
    return _target(text, bool(shares.min() >= 0.95 and (matrix.argmax(1) == np.arange(5)).all()))


def purity_of_potentials() -> Result:
    """Purity of the potentials, and how many factors are the main one of a potential."""
    matrix = changed(truly=False)
    text, shares = _pure(matrix)
    return _target(text, bool(shares.mean() >= 0.7 and len(covered(matrix)) >= 4))


def likelihood() -> Result:
    """Evidence bound of unseen sprites, with potentials less without, in nats a picture."""
    import torch

    pictures = torch.from_numpy(sprites(_unseen()[:1500]))[:, None]
    noise = stream(0, "evidence bound").standard_normal((len(pictures), CODES))
    drawn = torch.from_numpy(noise.astype(np.float32))
    with torch.no_grad():
        both = [
            torch.cat(
                [
                    bounds(_tensors(model), some, part)
                    for some, part in zip(pictures.split(250), drawn.split(250), strict=True)
                ]
            ).numpy()
            for model in (_model(), _twin())
        ]
    gap = both[0].astype(np.float64) - both[1]
    mean, error = float(gap.mean()), float(gap.std() / np.sqrt(len(gap)))
    text = f"{mean:+.2f} ± {error:.2f} nats ({both[0].mean():.2f}, {both[1].mean():.2f})"
    return text, mean >= -0.5, mean < RECORDED_BOUND


def alive() -> Result:
    """KL of both twins' codes, and cross-entropy of their pictures over that of the mean picture."""
    words, passed = [], True
    pictures = sprites(_unseen()[:600])
    flat = _entropy(pictures, np.broadcast_to(pictures.mean(axis=0), pictures.shape))
    for model in (_model(), _twin()):
        import torch

        with torch.no_grad():
            mean, log_variance = encode(_tensors(model), torch.from_numpy(pictures)[:, None])
        each = 0.5 * (mean**2 + log_variance.exp() - 1.0 - log_variance).sum(dim=1)
        kl = float(each.mean())
        ratio = _entropy(pictures, _decoded(model, mean.numpy())) / flat
        words.append(f"{kl:.1f} nats, {ratio:.3f}")
        passed = passed and kl >= 8.0 and ratio <= 0.25
    return _target("; ".join(words), passed)


def _entropy(pictures: np.ndarray, made: np.ndarray) -> float:
    made = np.clip(made.astype(np.float64), 1e-7, 1.0 - 1e-7)
    each = -(pictures * np.log(made) + (1.0 - pictures) * np.log1p(-made))
    return float(each.sum(axis=(1, 2)).mean())


@cache
def scores(id: str) -> tuple[float, float, float]:
    """MIG, FactorVAE score and DCI disentanglement of the codes of 10,000 random sprites."""
    model = _model() if id == "sprites-equivariant" else _twin(id)
    indices = stream(0, "evidence scores").integers(0, COUNT, 10_000)
    codes, values = _encoded(model, sprites(indices)), places_of(indices)
    gap = float(mutual_information_gaps(codes, values).mean())
    return gap, factor_vae_score(codes, values), dci(codes, values).disentanglement


def _score(which: int) -> Result:
    found = [scores(id)[which] for id in ("sprites-equivariant", "sprites-plain", "sprites-vae")]
    text = ", ".join(f"{score:.3f}" for score in found)
    return text, found[0] >= found[1], found[0] < RECORDED_SCORES[which]


def gap_of_codes() -> Result:
    """MIG of the three autoencoders."""
    return _score(0)


def votes_of_codes() -> Result:
    """FactorVAE score of the three autoencoders."""
    return _score(1)


def importance_of_codes() -> Result:
    """DCI disentanglement of the three autoencoders."""
    return _score(2)


CLAIMS = (
    Claim(
        ID,
        "Trained with potentials: error after four steps over that of no motion",
        "target",
        "mean of five factors at most 0.5",
        f"{PAPER}; {EACH} unseen sprites for each",
        against_rest,
        seconds=4.0,
    ),
    Claim(
        ID,
        "Trained with potentials: error after four steps over that of the best straight direction",
        "target",
        "mean of five factors at most 0.8",
        f"{PAPER}; fitted by least squares in the twin without potentials",
        against_directions,
    ),
    Claim(
        ID,
        "Purity of true transformations, read from their pictures",
        "target",
        "each at least 0.95, each of its own factor",
        f"known factors; {EACH} sequences of each",
        purity_of_truth,
        seconds=2.0,
    ),
    Claim(
        ID,
        "Trained with potentials: purity, and factors that are the main one of a potential",
        "target",
        "mean at least 0.7, at least 4 of 5",
        f"{PAPER}; read from decoded pictures of unseen sprites",
        purity_of_potentials,
        seconds=2.0,
    ),
    Claim(
        ID,
        "Trained with potentials: evidence bound less that of the twin without",
        "target",
        "at least -0.5 nats; the paper claims more than 0",
        f"{PAPER}; the same pictures, batch by batch; 1,500 unseen sprites",
        likelihood,
        seconds=2.0,
        attempts=ATTEMPTS,
    ),
    Claim(
        ID,
        "Both twins' codes tell of their pictures: KL, cross-entropy over that of the mean",
        "target",
        "at least 8 nats, at most 0.25",
        f"{PAPER}; 600 unseen sprites",
        alive,
    ),
    *(
        Claim(
            ID,
            f"{name}: with potentials, its plain twin, the frozen autoencoder",
            "target",
            "with potentials at least as high as the twin",
            f"{PAPER}; codes of 10,000 random sprites",
            measure,
            full=True,
            seconds=20.0,
            attempts=SCORES_TRIED,
        )
        for name, measure in (
            ("MIG", gap_of_codes),
            ("FactorVAE score", votes_of_codes),
            ("DCI disentanglement", importance_of_codes),
        )
    ),
)
