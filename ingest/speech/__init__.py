"""Sound from disk and the words heard in it: decoding, where somebody speaks, recognition in windows."""
