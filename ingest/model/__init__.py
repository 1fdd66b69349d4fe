"""One language model: how it wants to be asked, what replies and errors mean, what it may cost, how much it reads.

Rooms beside that: finding/ which models there are, exam/ whether one may write, report/ how it did on real episodes.
"""
