"""The rules of time and state that every record keeps, in plain SQL that shares nothing with the product's."""

from __future__ import annotations

import psycopg


def broken(sql: psycopg.Connection) -> list[str]:
    """Rules of time and state that some live record breaks, by plain SQL."""
    rules = {
        "contact before its company": "SELECT 1 FROM contacts c JOIN companies p ON p.id = c.company_id "
        "WHERE c.deleted_at IS NULL AND c.created_at < p.created_at",
        "lead before its creation": "SELECT 1 FROM contacts WHERE deleted_at IS NULL AND became_lead_at < created_at",
        "deal before its contact": "SELECT 1 FROM deals d JOIN contacts p ON p.id = d.contact_id "
        "WHERE d.deleted_at IS NULL AND d.created_at < p.created_at",
        "closed before created": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND closed_at < created_at",
        "activity before its deal": "SELECT 1 FROM activities a JOIN deals d ON d.id = a.deal_id "
        "WHERE a.deleted_at IS NULL AND a.occurred_at < d.created_at",
        "activity after its deal closed": "SELECT 1 FROM activities a JOIN deals d ON d.id = a.deal_id "
        "WHERE a.deleted_at IS NULL AND a.occurred_at > d.closed_at",
        "activity before its contact": "SELECT 1 FROM activities a JOIN contacts c ON c.id = a.contact_id "
        "WHERE a.deleted_at IS NULL AND a.occurred_at < c.created_at",
        "stage and closing differ": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND "
        "(stage IN ('closed_won', 'closed_lost')) <> (closed_at IS NOT NULL)",
        "probability": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND "
        "((stage = 'closed_won' AND probability <> 100) OR (stage = 'closed_lost' AND probability <> 0))",
        "no amount": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND amount_minor < 1",
        "lost without a reason": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND "
        "(stage = 'closed_lost') <> (lost_reason IS NOT NULL)",
        "deal without a path": "SELECT 1 FROM deals d WHERE d.demo_generated AND NOT EXISTS "
        "(SELECT FROM deal_stage_changes s WHERE s.deal_id = d.id)",
        "path does not begin with the deal": "SELECT 1 FROM deal_stage_changes s JOIN deals d ON d.id = s.deal_id "
        "WHERE s.demo_generated AND s.changed_at < d.created_at OR s.from_stage IS NULL AND s.changed_at <> d.created_at",
        "several beginnings": "SELECT 1 FROM deal_stage_changes WHERE from_stage IS NULL GROUP BY deal_id "
        "HAVING count(*) > 1",
        "path does not end in the stage": "SELECT 1 FROM deals d WHERE d.demo_generated AND d.updated_at <= d.demo_written_at "
        "AND d.stage <> (SELECT to_stage FROM deal_stage_changes s WHERE s.deal_id = d.id "
        "ORDER BY changed_at DESC, array_position(ARRAY['qualification', 'discovery', 'proposal', 'negotiation', "
        "'closed_lost', 'closed_won'], to_stage::text) DESC LIMIT 1)",
        "path closes at another time": "SELECT 1 FROM deals d JOIN deal_stage_changes s ON s.deal_id = d.id "
        "AND s.to_stage LIKE 'closed%' WHERE d.demo_generated AND d.updated_at <= d.demo_written_at "
        "AND s.changed_at IS DISTINCT FROM d.closed_at",
        "deal and contact of two companies": "SELECT 1 FROM deals d JOIN contacts c ON c.id = d.contact_id "
        "WHERE d.deleted_at IS NULL AND d.company_id IS DISTINCT FROM c.company_id",
    }
    return [name for name, rule in rules.items() if sql.execute(f"{rule} LIMIT 1").fetchone()]
