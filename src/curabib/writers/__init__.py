"""Writers print a view in a format."""
