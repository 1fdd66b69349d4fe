"""What stands in a feed: what it says of itself, and its entries one by one."""
