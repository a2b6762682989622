"""Each vote keeps whether it is secret; of those before nobody learns more than was promised."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0004_appeal_mail")]

    operations = [migrations.AddField("appeal", "votes_secret", models.BooleanField(default=True))]
