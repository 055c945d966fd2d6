"""The venue table: recognise printed venue names, and expand a venue and year."""
