"""What each element does when a token reaches it. One file per kind of element."""
