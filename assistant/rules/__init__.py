"""Rule sets: the regulations as cited data, a YAML file each, and their loader."""
