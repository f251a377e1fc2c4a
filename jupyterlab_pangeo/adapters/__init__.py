"""What speaks to processes, files and vendors, and turns their errors into ours."""
