"""From a text to its vector: the model, the vectors of sentences, and the shorter ones that the library holds."""
