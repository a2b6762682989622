"""A late task is told once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0006_mail_said")]

    operations = [migrations.AddField("registrartask", "late_told_at", models.DateTimeField(null=True))]
