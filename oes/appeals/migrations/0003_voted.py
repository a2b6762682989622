"""A state between the vote and the decision: the chair writes the reasons."""

from django.db import migrations, models

STATES = [
    ("filed", "filed"),
    ("returned", "returned to the student"),
    ("accepted", "accepted"),
    ("voting", "before the commission"),
    ("voted", "voted: the chair writes the decision"),
    ("tied", "a tie: the chair decides"),
    ("decided", "decided"),
    ("closed", "closed"),
    ("refused", "not accepted"),
    ("withdrawn", "withdrawn"),
]
OPEN = ["accepted", "decided", "filed", "returned", "tied", "voted", "voting"]


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_case_file")]

    operations = [
        migrations.RemoveConstraint("appeal", "one_open_appeal_per_exam"),
        migrations.RemoveConstraint("appeal", "open_appeal_has_deadline"),
        migrations.AlterField("appeal", "state", models.CharField(choices=STATES, default="filed", max_length=12)),
        migrations.AlterField("appealstep", "state", models.CharField(choices=STATES, max_length=12)),
        migrations.AddConstraint(
            "appeal",
            models.UniqueConstraint(
                condition=models.Q(state__in=OPEN), fields=["student", "exam"], name="one_open_appeal_per_exam"
            ),
        ),
        migrations.AddConstraint(
            "appeal",
            models.CheckConstraint(
                condition=models.Q(due_at__isnull=False) | ~models.Q(state__in=OPEN), name="open_appeal_has_deadline"
            ),
        ),
    ]
