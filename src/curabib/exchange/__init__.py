"""The formats that reference managers exchange: what their types, fields and groups mean in our terms."""
