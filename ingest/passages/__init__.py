"""Passages of a talk that claim something and stand alone: insights in the speakers' own words."""
