"""What a service task can do: register a case, send a notice, start a process and so on."""

from flows.operations.element_templates import element_templates
from flows.operations.operation import BusinessError, Call, Operation, OperationFault
from flows.operations.registry import OPERATIONS, operation_for
from flows.operations.run_operation import run_operation

__all__ = [
    "OPERATIONS",
    "BusinessError",
    "Call",
    "Operation",
    "OperationFault",
    "element_templates",
    "operation_for",
    "run_operation",
]
