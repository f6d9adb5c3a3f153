"""The only room that knows WordprocessingML: safe packages, reading, editing, cleaning, writing."""
