from app.catalogue import preset, subject_of
from app.lab.facts import facts_of


def test_a_system_has_no_card():
    assert facts_of(subject_of(preset("pendulum"))) == []


def test_a_model_says_on_what_and_how_long_it_was_trained():
    rows = dict(facts_of(subject_of(preset("rectified-flow"))))
    assert "Gaussians" in rows["Data"]
    assert "steps, seed 0" in rows["Trained"]
    assert "12\N{THIN SPACE}000 steps" in rows["Trained"]
    assert rows["Layers"].count("128") == 3


def test_counts_of_a_card_are_set_as_numbers():
    data = dict(facts_of(subject_of(preset("sprites"))))["Data"]
    assert data.startswith("60\N{THIN SPACE}000 sprites of 32 × 32 pixels")


def test_networks_that_were_trained_one_after_the_other_add_their_times():
    found = subject_of(preset("latent-potential-flows"))
    parts = [value for key, value in found.card.training.items() if key.endswith("_seconds")]
    assert len(parts) > 1
    assert dict(facts_of(found))["Trained"].endswith(f"{sum(parts) / 60.0:.0f} min")
