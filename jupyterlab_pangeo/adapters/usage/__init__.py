"""What a user's processes and clusters use: read, and kept."""
