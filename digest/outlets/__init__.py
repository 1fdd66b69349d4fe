"""The five, and threads, as they leave the app: feeds, notes, tables, a page, sound, each at its own address."""
