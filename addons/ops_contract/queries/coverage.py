"""How far the catalogue reaches: classes with items and with contracts."""

from odoo.tools import SQL


def rows(now, states, in_force):
    """One row a class of the second level and company. The id is unique: class in the
    high half, company in the low one."""
    return SQL(
        """
        SELECT category.id::bigint * 4294967296 + company.id AS id,
               category.id AS category_id, category.parent_id AS class_id,
               category.standard, category.to_verify, company.id AS company_id,
               COALESCE(items.number, 0) AS item_count,
               COALESCE(contracts.number, 0) AS contract_count,
               CASE WHEN contracts.number > 0 THEN 'contracted'
                    WHEN items.number > 0 THEN 'offered'
                    ELSE 'missing' END AS coverage
          FROM ops_service_category category
          JOIN res_company company ON company.active
               AND (category.company_id IS NULL OR category.company_id = company.id)
          LEFT JOIN (%s) items ON items.category_id = category.id
               AND items.company_id = company.id
          LEFT JOIN (%s) contracts ON contracts.category_id = category.id
               AND contracts.company_id = company.id
         WHERE category.level = 2 AND category.active
        """,
        _items(),
        _contracts(now, states, in_force),
    )


def _items():
    return SQL(
        """
        SELECT split_part(category.parent_path, '/', 2)::int AS category_id,
               item.company_id, COUNT(*) AS number
          FROM ops_service_item item
          JOIN ops_service_category category ON category.id = item.category_id
         WHERE item.state = 'published' AND item.active
         GROUP BY 1, 2
        """
    )


def _contracts(now, states, in_force):
    return SQL(
        """
        SELECT split_part(category.parent_path, '/', 2)::int AS category_id,
               contract.company_id, COUNT(DISTINCT contract.id) AS number
          FROM ops_annex_service_line line
          JOIN ops_annex_version version ON version.id = line.version_id
          JOIN ops_contract contract ON contract.id = version.contract_id
          JOIN ops_service_item item ON item.id = line.item_id
          JOIN ops_service_category category ON category.id = item.category_id
         WHERE contract.direction = 'sold' AND contract.state IN %s
           AND version.state IN %s AND version.effective_from <= %s
           AND (version.effective_to IS NULL OR version.effective_to > %s)
         GROUP BY 1, 2
        """,
        states,
        in_force,
        now,
        now,
    )
