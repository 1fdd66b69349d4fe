"""Workers beside the run: what they are given and give back as values, and who they are; they write nothing."""
