"""The pictures of the sample publication, drawn by program so that they can be made again."""
