"""Words of appeals in templates."""
