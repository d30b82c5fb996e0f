"""The pages, one file each, named for what people do there."""
