"""What was ordered: plans, their tasks, who is responsible, and the targets in the tasks' words."""

from tasks.models.plans import Plan
from tasks.models.remarks import Remark
from tasks.models.targets import Checkpoint, Target
from tasks.models.tasks import Responsibility, ResponsibilityQuerySet, Task, TaskQuerySet

__all__ = [
    "Checkpoint",
    "Plan",
    "Remark",
    "Responsibility",
    "ResponsibilityQuerySet",
    "Target",
    "Task",
    "TaskQuerySet",
]
