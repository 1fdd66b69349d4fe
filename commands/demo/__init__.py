"""The demo on the terminal: its world on loopback, and its morning as it is without a model."""
