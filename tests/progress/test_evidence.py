"""Adding evidence to a report and taking it off: who, when, what is refused, what is kept."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import OperationalError
from django.db.models import ProtectedError

from progress import evidence, filing
from progress.duties import sync
from progress.evidence import MAX_BYTES, MAX_FILES, FilesRefused, add_evidence, add_files
from progress.history import history
from progress.models import Event, Evidence, Report
from tests.evidence_files import JPG, office, pdf, png, upload
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def report(world) -> Report:
    return world.report("1-1", NOW)


def on_disk(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def refusals(report: Report, user, *uploads) -> list[tuple[str, str]]:
    with pytest.raises(FilesRefused) as refused:
        add_files(report=report, user=user, uploads=uploads)
    return [(one.name, str(one.fault)) for one in refused.value.refusals]


def test_a_file_is_kept_with_what_is_known_of_it(world, report, settings):
    content = office("xlsx")
    added = add_evidence(report=report, user=world.filer, upload=upload("附件 1.xlsx", content))
    stored = Evidence.objects.get()
    assert stored == added
    assert (stored.report, stored.name, stored.kind) == (report, "附件 1.xlsx", "xlsx")
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (stored.added_by, stored.removed_at) == (world.filer, None)
    assert Path(stored.file.path).read_bytes() == content
    assert on_disk(settings) == [Path(stored.file.path)]


def test_the_name_on_disk_says_nothing(world, report):
    added = add_evidence(report=report, user=world.filer, upload=upload("秘密.pdf"))
    folder, two, name = Path(str(added.file.name)).parts
    assert (folder, two) == ("evidence", name[:2])
    assert len(name) == 32
    assert int(name, 16)
    assert Path(added.file.path).stat().st_mode & 0o777 == 0o640


NAMES = [
    ("a.pdf", "a.pdf"),
    ("../../etc/a.pdf", "a.pdf"),
    ("C:\\Users\\王\\证明.pdf", "证明.pdf"),
    ("a\"b'c.pdf", "a\"b'c.pdf"),
    ("a\r\nX-Evil: 1.pdf", "aX-Evil: 1.pdf"),
    ("a\x00b.pdf", "ab.pdf"),
    ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
    ("  a.pdf  ", "a.pdf"),
    ("<b>&amp;.pdf", "<b>&amp;.pdf"),
    ("；rm -rf $(x)`y`.pdf", "；rm -rf $(x)`y`.pdf"),
    ("长" * 300 + ".pdf", "长" * 251 + ".pdf"),
    ("x" * 300, "x" * 255),
    ("", ""),
    ("..", ".."),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_names(sent, kept):
    assert evidence.clean_name(sent) == kept


# Which files


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", pdf(), "extension"),
        ("a.pdf", b"MZ", "unknown"),
        ("a.pdf", png(), "other_kind"),
        ("a.docx", office("xlsx"), "other_kind"),
        ("a.xlsx", office("xlsx", **{"xl/vbaProject.bin": "x"}), "macros"),
    ],
)
def test_a_file_that_is_not_taken(world, report, settings, name, content, fault):
    assert refusals(report, world.filer, upload(name, content)) == [(name, fault)]
    assert on_disk(settings) == []
    assert not Evidence.objects.exists()
    assert Report.objects.get(pk=report.pk).state == "unfiled"


@pytest.mark.parametrize(("size", "taken"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_the_edge_of_the_size(world, report, settings, size, taken):
    """Files with a hole in them: 20 MB of which the disk holds a few bytes."""
    assert MAX_BYTES == 20_971_520
    with TemporaryUploadedFile("a.pdf", "application/pdf", size, None) as sent:
        sent.write(pdf())
        sent.truncate(size)
        if taken:
            add_evidence(report=report, user=world.filer, upload=sent)
            assert [one.stat().st_size for one in on_disk(settings)] == [size]
        else:
            assert refusals(report, world.filer, sent) == [("a.pdf", "too_large")]
            assert on_disk(settings) == []


def test_all_or_nothing_with_each_fault_named(world, report, settings):
    sent = [
        upload("好.pdf"),
        upload("坏.pdf", b"MZ"),
        upload("图.jpg", JPG),
        upload("又.pdf", pdf("好.pdf")),
        upload("x.txt"),
    ]
    assert refusals(report, world.filer, *sent) == [
        ("坏.pdf", "unknown"),
        ("x.txt", "extension"),
        ("又.pdf", "twice"),
    ]
    assert on_disk(settings) == []
    assert not Evidence.objects.exists()
    assert not Event.objects.exists()


def test_at_most_so_many(world, report):
    full = [upload(f"{n}.pdf") for n in range(MAX_FILES)]
    added = add_files(report=report, user=world.filer, uploads=full)
    assert refusals(report, world.filer, upload("多.pdf")) == [("多.pdf", "too_many")]
    evidence.remove_evidence(evidence=added[0], user=world.filer)
    add_evidence(report=report, user=world.filer, upload=upload("多.pdf"))
    assert report.evidence.in_force().count() == MAX_FILES


def test_one_more_than_so_many_at_once(world, report):
    sent = [upload(f"{n}.pdf") for n in range(MAX_FILES + 1)]
    assert refusals(report, world.filer, *sent) == [(f"{MAX_FILES}.pdf", "too_many")]


def test_the_same_content_once_until_it_is_removed(world, report):
    first = add_evidence(report=report, user=world.filer, upload=upload("a.pdf", pdf()))
    assert refusals(report, world.filer, upload("b.pdf", pdf())) == [("b.pdf", "twice")]
    evidence.remove_evidence(evidence=first, user=world.filer)
    add_evidence(report=report, user=world.filer, upload=upload("b.pdf", pdf()))
    assert [one.name for one in report.evidence.in_force()] == ["b.pdf"]


# When and who

STATES = [
    ("unfiled", True, "draft"),
    ("draft", True, "draft"),
    ("returned", True, "returned"),
    ("submitted", False, "submitted"),
    ("accepted", False, "accepted"),
]


@pytest.mark.parametrize("act", ["add", "remove"])
@pytest.mark.parametrize(("state", "open_", "after"), STATES)
@pytest.mark.parametrize("locked", [False, True])
def test_only_while_the_report_is_written_on(world, report, act, state, open_, after, locked):
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    Report.objects.filter(pk=report.pk).update(state=state)
    world.plan.quarters.update(is_locked=locked)
    fresh = world.report("1-1", NOW)

    def do() -> None:
        if act == "add":
            add_evidence(report=fresh, user=world.filer, upload=upload("b.pdf"))
        else:
            evidence.remove_evidence(evidence=Evidence.objects.get(), user=world.filer)

    if open_ and not locked:
        do()
        assert report.evidence.in_force().count() == (2 if act == "add" else 0)
        assert Report.objects.get(pk=report.pk).state == after
    else:
        with pytest.raises(filing.NotOpen):
            do()
        assert list(report.evidence.in_force()) == [held]
        assert Report.objects.get(pk=report.pk).state == state


def test_a_quarter_that_is_not_yet_open_takes_none(world):
    with pytest.raises(filing.NotOpen):
        add_evidence(report=world.report("1-1", "2024Q4"), user=world.filer, upload=upload("a.pdf"))


@pytest.mark.parametrize("who", ["county_filer", "reviewer", "inspector", "administrator"])
def test_only_its_own_filers(world, report, who):
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    with pytest.raises(PermissionDenied):
        add_evidence(report=report, user=getattr(world, who), upload=upload("b.pdf"))
    with pytest.raises(PermissionDenied):
        evidence.remove_evidence(evidence=held, user=getattr(world, who))
    assert list(report.evidence.in_force()) == [held]


def test_a_report_handed_in_meanwhile_is_left_alone(world, report, settings):
    """What the person saw was a draft; a colleague was faster with the button."""
    seen = world.filed("1-1", NOW, state="draft", value=3)
    filing.submit(report=report, user=world.filer, version=seen.version)
    with pytest.raises(filing.NotOpen):
        add_evidence(report=seen, user=world.filer, upload=upload("a.pdf"))
    assert on_disk(settings) == []


# What is kept


def test_each_act_is_an_event_with_the_name_and_the_digest(world, report):
    added = add_evidence(report=report, user=world.filer, upload=upload("证明.pdf"))
    colleague = make_user("colleague", "filer", world.education)
    evidence.remove_evidence(evidence=added, user=colleague)
    first, second = report.events.all()
    assert (first.act, first.by) == ("attached", world.filer)
    assert first.changes == {"evidence": ["", "证明.pdf"], "sha256": ["", added.sha256]}
    assert (second.act, second.by) == ("detached", colleague)
    assert second.changes == {"evidence": ["证明.pdf", ""], "sha256": [added.sha256, ""]}
    shown = [[(one.old, one.new) for one in entry.changes] for entry in history(report)]
    assert shown == [[("—", "证明.pdf")], [("证明.pdf", "—")]]


def test_a_removed_file_stays_with_who_and_when(world, report):
    added = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    removed = evidence.remove_evidence(evidence=added, user=world.filer)
    assert removed.removed_by == world.filer
    assert removed.removed_at is not None
    assert Path(removed.file.path).read_bytes() == pdf("a.pdf")
    again = evidence.remove_evidence(evidence=added, user=world.filer)
    assert again.removed_at == removed.removed_at
    assert report.events.filter(act="detached").count() == 1


def test_the_version_stays_so_that_typing_goes_on(world, report):
    add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    saved = filing.save_draft(
        report=report, user=world.filer, version=0, content=filing.Content(value=Decimal(3))
    )
    assert saved.version == 1


def test_who_added_evidence_does_not_review(world, report):
    both = make_user("both", "filer", world.education)
    both.grants.create(role="reviewer")
    draft = world.filed("1-1", NOW, state="draft", value=3)
    add_evidence(report=draft, user=both, upload=upload("a.pdf"))
    filing.submit(report=draft, user=world.filer, version=draft.version)
    assert draft not in Report.objects.reviewable_by(both)
    assert draft in Report.objects.reviewable_by(world.reviewer)


def test_a_report_with_evidence_alone_is_not_swept_away(world, report):
    add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    with pytest.raises(ProtectedError):
        report.target.delete()
    report.target.task.responsibilities.all().delete()
    sync(world.plan)
    assert Report.objects.filter(pk=report.pk).exists()


# Faults between the file and its row


@pytest.mark.parametrize(("fault", "left"), [(ValueError, 0), (OSError, 0), (OperationalError, 2)])
def test_a_row_that_fails_takes_the_files_with_it(
    world, report, settings, monkeypatch, fault, left
):
    """Unless the database did not say whether it stored the row: then the file stays."""

    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(evidence, "record", fail)
    with pytest.raises(fault):
        add_files(report=report, user=world.filer, uploads=[upload("a.pdf"), upload("b.pdf")])
    assert len(on_disk(settings)) == left
    assert not Evidence.objects.exists()
    assert Report.objects.get(pk=report.pk).state == "unfiled"


def test_a_disk_that_is_full_leaves_no_row(world, report, settings, monkeypatch):
    saved: list[str] = []

    def save(self, name, content, save=True):
        if saved:
            raise OSError(28, "No space left on device")
        saved.append(name)
        self.name = self.storage.save(self.field.generate_filename(self.instance, name), content)

    monkeypatch.setattr("django.db.models.fields.files.FieldFile.save", save)
    with pytest.raises(OSError, match="space"):
        add_files(report=report, user=world.filer, uploads=[upload("a.pdf"), upload("b.pdf")])
    assert on_disk(settings) == []
    assert not Evidence.objects.exists()


def test_the_file_is_there_before_its_row(world, report, settings, monkeypatch):
    seen: list[bytes] = []
    true_record = evidence.record

    def look(*args, **kwargs):
        seen.extend(File(one.open("rb")).read() for one in on_disk(settings))
        return true_record(*args, **kwargs)

    monkeypatch.setattr(evidence, "record", look)
    add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    assert seen == [pdf("a.pdf")]
