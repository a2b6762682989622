"""A refused mail keeps what the mail server said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0005_votes_secret")]

    operations = [migrations.AddField("appealmail", "said", models.CharField(blank=True, max_length=200))]
