import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchable } from '../../../companies/company-names';
import { explainBut } from './derived';

const derived = ['search_text', 'search_grams'];
const tags = ['cluster', 'region', 'park', 'chain_node', 'chain_gap', 'channel'];

/** As many rows as are folded at once. */
const atOnce = 2_000;

/**
 * Leads and deals are found by their titles too. Each row keeps what it is found by: its title and its company's names, or,
 * of a confidential one, the codename alone. So one index answers, and nothing hidden lies in it.
 */
export class TitleSearch1764671000000 implements MigrationInterface {
  name = 'TitleSearch1764671000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE leads ADD title_text text, ADD codename_text text, ADD search_text text NOT NULL DEFAULT '',
        ADD search_grams integer[] NOT NULL DEFAULT '{}';
      ALTER TABLE deals ADD title_text text, ADD search_text text NOT NULL DEFAULT '', ADD search_grams integer[] NOT NULL DEFAULT '{}';

      -- Bigrams of each line as numbers, and each line's first character; see gramNumbers of the domain. Procedural, since its
      -- plan is then made once and not for every row.
      CREATE FUNCTION search_grams(text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN RETURN (
        SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
          SELECT ((ascii(substr(line, i, 1)) & 65535)::bigint << 16 | (ascii(substr(line, i + 1, 1)) & 65535))::bit(32)::integer AS gram
          FROM unnest(string_to_array($1, E'\\n')) line, generate_series(1, length(line) - 1) i
          UNION ALL SELECT ascii(line) & 65535 FROM unnest(string_to_array($1, E'\\n')) line WHERE line <> ''
        ) grams
      ); END $$;
      -- Each calculates from the row as it is to be; an update of search_text asks for nothing but that.
      CREATE FUNCTION search_lead() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.search_text := CASE WHEN NEW.codename IS NOT NULL THEN coalesce(NEW.codename_text, lower(NEW.codename))
          ELSE concat_ws(E'\\n', coalesce(NEW.title_text, lower(NEW.title)), (SELECT search_text FROM companies WHERE id = NEW.company_id)) END;
        NEW.search_grams := search_grams(NEW.search_text);
        RETURN NEW;
      END $$;
      CREATE FUNCTION search_deal() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        SELECT CASE WHEN l.codename IS NOT NULL THEN l.search_text
            ELSE concat_ws(E'\\n', coalesce(NEW.title_text, lower(NEW.title)), c.search_text) END
          INTO NEW.search_text FROM leads l JOIN companies c ON c.id = l.company_id WHERE l.id = NEW.lead_id;
        NEW.search_grams := search_grams(NEW.search_text);
        RETURN NEW;
      END $$;
    `);
    for (const table of ['leads', 'deals']) {
      await db.query(`ALTER TABLE ${table} DISABLE TRIGGER explained`);
      await fold(db, table, 'title');
    }
    await fold(db, 'leads', 'codename');
    await db.query(`
      CREATE TRIGGER searched BEFORE INSERT OR UPDATE OF title, title_text, codename, codename_text, company_id, search_text ON leads
        FOR EACH ROW EXECUTE FUNCTION search_lead();
      CREATE TRIGGER searched BEFORE INSERT OR UPDATE OF title, title_text, lead_id, search_text ON deals
        FOR EACH ROW EXECUTE FUNCTION search_deal();
      UPDATE leads SET search_text = '';
      UPDATE deals SET search_text = '';
      ALTER TABLE leads ENABLE TRIGGER explained;
      ALTER TABLE deals ENABLE TRIGGER explained;

      CREATE FUNCTION search_leads_of_company() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE leads SET search_text = '' WHERE company_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER searched AFTER UPDATE OF search_text ON companies FOR EACH ROW
        WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text) EXECUTE FUNCTION search_leads_of_company();
      CREATE FUNCTION search_deals_of_lead() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE deals SET search_text = '' WHERE lead_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER searched_on AFTER UPDATE ON leads FOR EACH ROW
        WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text) EXECUTE FUNCTION search_deals_of_lead();

      CREATE INDEX leads_search ON leads USING gin (search_grams) WITH (fastupdate = off) WHERE deleted_at IS NULL;
      CREATE INDEX deals_search ON deals USING gin (search_grams) WITH (fastupdate = off) WHERE deleted_at IS NULL;
    `);
    await explainBut(db, 'leads', ['lead', 'id'], derived);
    await explainBut(db, 'deals', ['deal', 'id'], [...tags, ...derived]);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** Folds what is there the way in which new titles are folded. */
async function fold(db: QueryRunner, table: string, column: 'title' | 'codename'): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows: { id: string; text: string }[] = await db.query(
      `SELECT id, ${column} AS text FROM ${table} WHERE id > $1 AND ${column} IS NOT NULL ORDER BY id LIMIT ${atOnce}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    await db.query(
      `UPDATE ${table} t SET ${column}_text = n.text FROM unnest($1::uuid[], $2::text[]) n (id, text) WHERE t.id = n.id`,
      [rows.map(({ id }) => id), rows.map(({ text }) => searchable(text))],
    );
    after = last.id;
  }
}
