"""Pages, one module per kind of work. Views read, and call filing and review to write."""
