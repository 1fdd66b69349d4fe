"""The five, drawn as text and HTML and sent."""
