"""Flows runs the processes of collaboration bodies as BPMN diagrams."""

__version__ = "0.1.0"
