"""What others hand in: the files of a folder, and each project that a file states."""
