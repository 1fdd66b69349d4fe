"""What a thread is called: noun phrases of its members, or what a language model wrote, checked against them."""
