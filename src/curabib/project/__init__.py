"""What a project on disk is: configuration, overrides, records, plug-ins."""
