"""Every SQL text of the addon. Functions return ``SQL``; none executes it."""

from odoo.tools import SQL

# First half of the advisory lock of a running task; the second half is its id.
TASK_LOCK = 745190219


def task_lock(task_id):
    """One row, one Boolean: whether this session now holds the lock of the task."""
    return SQL("SELECT pg_try_advisory_lock(%s, %s)", TASK_LOCK, task_id)


def task_unlock(task_id):
    return SQL("SELECT pg_advisory_unlock(%s, %s)", TASK_LOCK, task_id)


def locked_tasks(task_ids):
    """Ids of the tasks that a living session works on, one a row."""
    return SQL(
        """
        SELECT objid::bigint
          FROM pg_locks
         WHERE locktype = 'advisory'
           AND database = (SELECT oid FROM pg_database
                            WHERE datname = current_database())
           AND classid = %s AND objsubid = 2 AND granted
           AND objid::bigint IN %s
        """,
        TASK_LOCK,
        tuple(task_ids),
    )


def report_progress(task_id, done, total):
    """One row, one Boolean: whether the user asked to cancel."""
    return SQL(
        """
        UPDATE ops_background_progress
           SET done = %s, total = %s, beat_at = now() AT TIME ZONE 'UTC'
         WHERE task_id = %s
        RETURNING cancel_requested
        """,
        done,
        total,
        task_id,
    )


def request_cancel(task_id):
    return SQL(
        "UPDATE ops_background_progress SET cancel_requested = TRUE WHERE task_id = %s",
        task_id,
    )


def restart_progress(task_id, done):
    return SQL(
        """
        UPDATE ops_background_progress
           SET done = %s, cancel_requested = FALSE, beat_at = NULL
         WHERE task_id = %s
        """,
        done,
        task_id,
    )


def recorded(query, columns, numbers):
    """The columns, then the numbers as exact texts; an empty one is 0."""
    texts = [SQL("COALESCE(%s, 0)::text", number) for number in numbers]
    return query.select(*columns, *texts)


def add_authors(field, table, document_ids, user_ids):
    """Adds users to the authors (``field``: a many2many) of documents.

    Their rows are locked: whoever submits one of them at the same time waits, and a
    change that comes after a submit fails with a serialization error and is run again.
    """
    return SQL(
        """
        WITH changed AS (
            SELECT id FROM %(table)s WHERE id = ANY(%(ids)s)
             ORDER BY id FOR NO KEY UPDATE)
        INSERT INTO %(relation)s (%(document)s, %(user)s)
        SELECT changed.id, author FROM changed, unnest(%(user_ids)s) AS author
        ON CONFLICT DO NOTHING
        """,
        table=SQL.identifier(table),
        ids=list(document_ids),
        relation=SQL.identifier(field.relation),
        document=SQL.identifier(field.column1),
        user=SQL.identifier(field.column2),
        user_ids=list(user_ids),
    )


def documents_of_files(fields, attachment_ids):
    """``(model, id)`` of the documents that hold these files.

    ``fields``: ``(model, relation, column1, column2)`` of a many2many to attachments,
    or ``(model, None, field, None)`` of a binary field.
    """
    ids = tuple(attachment_ids)
    return SQL(" UNION ").join(
        SQL(
            "SELECT %s AS model, %s AS id FROM %s WHERE %s IN %s",
            model,
            SQL.identifier(column1),
            SQL.identifier(relation),
            SQL.identifier(column2),
            ids,
        )
        if relation
        else SQL(
            "SELECT %s AS model, res_id AS id FROM ir_attachment"
            " WHERE id IN %s AND res_id > 0 AND res_model = %s AND res_field = %s",
            model,
            ids,
            model,
            column1,
        )
        for model, relation, column1, column2 in fields
    )
