"""What one article says about its story, as comparables."""
