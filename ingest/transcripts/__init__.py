"""Reads the transcripts that publishers offer beside their audio, in every form of the Podcasting 2.0 tag.

Forms: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
"""
