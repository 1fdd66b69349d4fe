"""The checks. `make test` runs all of them."""
