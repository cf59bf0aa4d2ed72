"""Where cells are read and written."""
