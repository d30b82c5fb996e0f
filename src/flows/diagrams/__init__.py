"""A BPMN file as something drawn: outlined in words, edited step by step, laid out, compared."""
