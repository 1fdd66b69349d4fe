"""Ways out of the app: the mail, secret addresses, exports, tools for language models."""
