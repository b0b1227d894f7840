"""A search for a place goes from house to house and asks each for one product."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assets", "0002_second_wall")]

    operations = [
        AddIndexConcurrently(
            model_name="asset",
            index=models.Index(fields=["site", "product"], name="assets_asset_at_site"),
        ),
        RemoveIndexConcurrently(model_name="asset", name="assets_asset_by_site"),
    ]
