"""A question answered by what the library holds, sentence by sentence, each with its proof."""
