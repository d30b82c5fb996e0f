"""Every operation by its service task type."""

from collections.abc import Mapping

from flows.operations.case_operations import CASE_OPERATIONS
from flows.operations.notice_operations import NOTICE_OPERATIONS
from flows.operations.operation import Operation, OperationFault
from flows.operations.process_operations import PROCESS_OPERATIONS
from flows.operations.recommendation_operations import RECOMMENDATION_OPERATIONS

OPERATIONS: Mapping[str, Operation] = {
    operation.type: operation
    for operation in (
        *CASE_OPERATIONS,
        *RECOMMENDATION_OPERATIONS,
        *PROCESS_OPERATIONS,
        *NOTICE_OPERATIONS,
    )
}


def operation_for(job_type: str) -> Operation:
    """The operation of a service task type. Raises OperationFault when there is none."""
    try:
        return OPERATIONS[job_type]
    except KeyError:
        raise OperationFault(
            f"Åtgärden {job_type} finns inte.", f"There is no operation {job_type}."
        ) from None
