"""Where SpiffWorkflow 3.2.0 goes wrong, and what we do instead: one file per fault.

    task        a task that stops when it cancels itself, and keeps no copy of data
    instance    the order of work: a queue, waiting joins seen again, completion by counting
    joins       parallel and inclusive joins
    boundaries  which boundary event catches what, and what it cancels

Each has a test that shows the fault in the stock engine, so that a mended release lets us drop it.
"""
