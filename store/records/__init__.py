"""The records that pass between packages, one file a noun: frozen, keyword-only, without I/O.

Times of day are aware UTC. Offsets into audio are seconds as float, named `start` and `end`.
"""
