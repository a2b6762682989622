import uuid

from django.db import migrations, models

CHECKS = ("identitycheck", "screencheck", "challenge")


def name_rows(apps, schema_editor):
    for name in CHECKS:
        model = apps.get_model("attempts", name)
        for row in model.objects.filter(uuid=None).only("pk").iterator():
            model.objects.filter(pk=row.pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("attempts", "0013_deletions")]

    operations = [
        *(migrations.AddField(name, "uuid", models.UUIDField(editable=False, null=True)) for name in CHECKS),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        *(
            migrations.AlterField(name, "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True))
            for name in CHECKS
        ),
    ]
