"""From a file to a model of the diagram: read safely, check every word, report every problem."""
