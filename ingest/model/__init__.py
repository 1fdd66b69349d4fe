"""One language model: how it wants to be asked, what replies and errors mean, what it may cost, how much it reads."""
