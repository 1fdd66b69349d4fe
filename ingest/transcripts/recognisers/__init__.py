"""What recognisers write as JSON, whichever it is: a list of records with times, texts and speakers somewhere in it."""
