"""Every request to another host goes through here: its address checked, its body bounded, one at a time a host."""
