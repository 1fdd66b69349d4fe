"""Finding: passages, vectors, words, threads, answers. All of it can be made again from the store."""
