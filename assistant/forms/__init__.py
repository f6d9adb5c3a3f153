"""The official forms (自评表), filled: built once as a sheet of spans, written as Word or Excel."""
