"""Whether what a model wrote is held by what was said: names, numbers, speakers, no links or orders."""
