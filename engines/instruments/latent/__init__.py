"""What can be read off flows whose states are pictures."""

TITLE = "Latent space"
