"""Pages of practices, professionals and imports."""
