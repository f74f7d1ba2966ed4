import django.utils.timezone
import wagtail.fields
from django.db import migrations

INLINE = [
    "bold", "italic", "link", "document-link", "code", "superscript", "subscript",
    "strikethrough", "paste-inline",
]  # fmt: skip
BLOCKS = {
    0: (
        "wagtail.blocks.RichTextBlock",
        (),
        {"features": INLINE, "label": "What was wrong, what is right"},
    ),
    1: (
        "wagtail.blocks.DateBlock",
        (),
        {"default": django.utils.timezone.localdate, "label": "Date"},
    ),
    2: ("wagtail.blocks.StructBlock", [[("text", 0), ("date", 1)]], {}),
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_desk_blocks")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="corrections",
            field=wagtail.fields.StreamField(
                [("correction", 2)], blank=True, block_lookup=BLOCKS, verbose_name="corrections"
            ),
        ),
    ]
