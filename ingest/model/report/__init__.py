"""What a model made of each episode, and why it found nothing."""
