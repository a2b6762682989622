"""A mark may be that of an appeal commission."""

from django.db import migrations, models

from oes.domain.marking import Basis


class Migration(migrations.Migration):
    dependencies = [("written", "0004_taking_back")]

    operations = [
        migrations.AlterField(
            "finalmark", "basis", models.CharField(choices=[(one, one) for one in Basis], max_length=10)
        )
    ]
