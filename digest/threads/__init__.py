"""What a reader is told of topic threads: the story, who says what, what is new since the last look."""
