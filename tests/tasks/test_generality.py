"""The reader on sentences that are not in the list."""

from datetime import date

import pytest

from departments.names import Register
from tasks.reading import ReadTarget, read_task_list
from tests.tasks.generality import SENTENCES, Sentence
from tests.tasks.generality_fields import FIELDS
from tests.tasks.generality_later import LATER
from tests.tasks.generality_more import MORE
from tests.tasks.generality_reviewed import REVIEWED

REGISTER = Register.build(
    [{"name": "市教育局", "kind": "department"}, {"name": "宛城区", "kind": "county"}],
    [{"name": "各县区政府", "members": ["宛城区"]}],
)


def show(target: ReadTarget) -> str:
    """A target as the table writes it."""
    high = "" if target.high is None else f"-{target.high.normalize():f}"
    since = f" from {target.first_year}" if target.first_year else ""
    return (
        f"{target.low.normalize():f}{high} {target.unit} {target.comparator} {target.kind}"
        f" {target.scope} {target.deadline.year}{since}"
    )


ALL = [*SENTENCES, *MORE, *LATER, *REVIEWED, *FIELDS]


@pytest.mark.parametrize("sentence", ALL, ids=lambda one: one.text)
def test_a_sentence_says_what_it_orders(sentence: Sentence) -> None:
    reading = read_task_list(
        f"1\t{sentence.text}\t市教育局，各县区政府", REGISTER, date(2022, 1, 1), date(2025, 12, 31)
    )
    (task,) = reading.tasks
    assert tuple(show(target) for target in task.targets) == sentence.targets
    codes = tuple(one.code for one in reading.doubts)
    assert len(codes) == (sentence.doubts or len(sentence.codes)), reading.doubts
    assert codes == (sentence.codes or codes)
    measures = tuple(target.measure for target in task.targets)
    assert measures == (sentence.measures or measures)
    days = tuple(target.deadline.isoformat() for target in task.targets)
    assert days == (sentence.days or days)
    for target in task.targets:
        assert task.text[target.start : target.end] == target.phrase
