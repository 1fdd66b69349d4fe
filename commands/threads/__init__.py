"""Topic threads in the terminal: listed, told, followed, set right."""
