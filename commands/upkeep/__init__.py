"""Commands that look after what is kept: backups, and what the doctor finds."""
