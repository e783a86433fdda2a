"""Many ledger lines at once, from a checked file."""

from odoo.tools import SQL


def insert_entries(rows, user_id, now):
    """Inserts draft lines in the order of ``rows``: (voucher, node, item, nature,
    amount as text, release, pair, reference, reason of a large cost). The stamps of the
    nodes and what is the document's is taken from there, as the ORM would.
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    return SQL(
        """
        INSERT INTO ops_cost_entry (
            voucher_id, company_id, currency_id, document, date,
            node_id, level, l1_id, l2_id, l3_id,
            item_id, nature, amount, release_id, pair, import_ref,
            large_reason, state, late, create_uid, write_uid, create_date, write_date)
        SELECT voucher.id, voucher.company_id, voucher.currency_id,
               voucher.document, voucher.date,
               node.id, node.level, node.l1_id, node.l2_id, node.l3_id,
               line.item_id, line.nature, line.amount::numeric, line.release_id,
               line.pair, line.import_ref, line.large_reason,
               'draft', FALSE, %(user)s, %(user)s, %(now)s, %(now)s
          FROM unnest(%(vouchers)s::int[], %(nodes)s::int[], %(items)s::int[],
                      %(natures)s::text[], %(amounts)s::text[], %(releases)s::int[],
                      %(pairs)s::text[], %(refs)s::text[],
                      %(reasons)s::text[])
               WITH ORDINALITY AS line (
                   voucher_id, node_id, item_id, nature, amount, release_id, pair,
                   import_ref, large_reason, place)
          JOIN ops_cost_voucher voucher ON voucher.id = line.voucher_id
          JOIN ops_cost_node node ON node.id = line.node_id
                                 AND node.company_id = voucher.company_id
         ORDER BY line.place
        RETURNING id
        """,
        vouchers=columns[0],
        nodes=columns[1],
        items=columns[2],
        natures=columns[3],
        amounts=columns[4],
        releases=columns[5],
        pairs=columns[6],
        refs=columns[7],
        reasons=columns[8],
        user=user_id,
        now=now,
    )
