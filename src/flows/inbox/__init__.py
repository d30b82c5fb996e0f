"""What participants do: see their tasks, take one, answer it, and start a process."""

from flows.inbox.case_actions import ActionGone, CaseAction, case_actions, do_case_action
from flows.inbox.claims import TaskTaken, claim_task, release_task
from flows.inbox.complete_task import AnswersRejected, Progress, complete_task
from flows.inbox.drafts import keep_draft, save_draft
from flows.inbox.file_access import readable_file
from flows.inbox.history import HistoryLine, case_history
from flows.inbox.sent_again import DoneTask, done_task, progress_again
from flows.inbox.starting import (
    Startable,
    StartedAlready,
    StartPage,
    start_form,
    start_process,
    startable,
)
from flows.inbox.task_list import TaskRow, open_tasks
from flows.inbox.task_page import CaseSummary, TaskPage, task_page
from flows.inbox.uploads import discard_unused_files, receive
from flows.inbox.visible_task import TaskDone, TaskUnknown
from flows.instances import TaskGone

__all__ = [
    "ActionGone",
    "AnswersRejected",
    "CaseAction",
    "CaseSummary",
    "DoneTask",
    "HistoryLine",
    "Progress",
    "StartPage",
    "Startable",
    "StartedAlready",
    "TaskDone",
    "TaskGone",
    "TaskPage",
    "TaskRow",
    "TaskTaken",
    "TaskUnknown",
    "case_actions",
    "case_history",
    "claim_task",
    "complete_task",
    "discard_unused_files",
    "do_case_action",
    "done_task",
    "keep_draft",
    "open_tasks",
    "progress_again",
    "readable_file",
    "receive",
    "release_task",
    "save_draft",
    "start_form",
    "start_process",
    "startable",
    "task_page",
]
