"""The full-text index over the search entries: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

The columns hold folded stems with spaces between, so neither database stems once more. On SQLite
the index keeps no copy of the texts; triggers tell it of each change. A later migration that makes
Django rebuild `articles_searchentry` drops them with the old table: it must run `make_index` again.
"""

from django.db import migrations

# Stems are folded already, and marks belong to the words of those scripts that still have them.
SQLITE_INDEX = """
    CREATE VIRTUAL TABLE articles_words USING fts5(
        title, standfirst, body,
        content='articles_searchentry', content_rowid='article_id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )
"""
SQLITE_REBUILD = "INSERT INTO articles_words(articles_words) VALUES ('rebuild')"

FORGET = """
    INSERT INTO articles_words(articles_words, rowid, title, standfirst, body)
    VALUES ('delete', old.article_id, old.title, old.standfirst, old.body);
"""
LEARN = """
    INSERT INTO articles_words(rowid, title, standfirst, body)
    VALUES (new.article_id, new.title, new.standfirst, new.body);
"""
CHANGED = """
    old.article_id IS NOT new.article_id OR old.title IS NOT new.title
    OR old.standfirst IS NOT new.standfirst OR old.body IS NOT new.body
"""
SQLITE_TRIGGERS = {
    "articles_words_added": f"AFTER INSERT ON articles_searchentry BEGIN {LEARN} END",
    "articles_words_removed": f"AFTER DELETE ON articles_searchentry BEGIN {FORGET} END",
    "articles_words_changed": (
        f"AFTER UPDATE ON articles_searchentry WHEN {CHANGED} BEGIN {FORGET} {LEARN} END"
    ),
}

POSTGRESQL_COLUMN = """
    ALTER TABLE articles_searchentry ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title), 'A')
        || setweight(to_tsvector('simple'::regconfig, standfirst), 'B')
        || setweight(to_tsvector('simple'::regconfig, body), 'C')
    ) STORED
"""
# Ranking unpacks the words of each article found: not compressed, it takes half the time.
POSTGRESQL_STORAGE = "ALTER TABLE articles_searchentry ALTER COLUMN words SET STORAGE EXTERNAL"
# Without the list of pending entries: articles change seldom and are searched often.
POSTGRESQL_INDEX = """
    CREATE INDEX articles_words ON articles_searchentry USING gin (words) WITH (fastupdate = off)
"""


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE_INDEX)
        schema_editor.execute(SQLITE_REBUILD)
        for name, trigger in SQLITE_TRIGGERS.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {trigger}")
    else:
        schema_editor.execute(POSTGRESQL_COLUMN)
        schema_editor.execute(POSTGRESQL_STORAGE)
        schema_editor.execute(POSTGRESQL_INDEX)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE_TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {name}")
        schema_editor.execute("DROP TABLE articles_words")
    else:
        schema_editor.execute("DROP INDEX articles_words")
        schema_editor.execute("ALTER TABLE articles_searchentry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(make_index, drop_index)]
