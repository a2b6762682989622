from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("violations", "0002_claim_by_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerline",
            name="exposure_seconds",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="ledgerline",
            name="false_alarms",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
