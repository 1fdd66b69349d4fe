"""The queries of topic threads: who belongs, how threads grow, what happened to them, what is told of them."""
