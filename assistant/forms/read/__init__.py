"""The one reader of published forms, from Word or Excel, with the place of every value."""
