"""Topic threads: those that grow by themselves and those a reader follows."""
