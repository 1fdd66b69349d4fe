"""Words that were said, edited by leaving some out and by nothing else."""
