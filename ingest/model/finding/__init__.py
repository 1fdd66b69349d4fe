"""The models there are: on servers near by, behind keys in the environment, suggested, and pulled by Ollama."""
