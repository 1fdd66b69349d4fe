"""What answers over HTTP at secret addresses: links in mail, feeds, the page of the day, the five as sound."""
