/**
 * The database role under which the application works. It owns nothing, so it can neither
 * change the schema nor switch off the triggers that guard the write path.
 */
export const appRole = 'torch_app';

/** Start-up option of a connection that shall work under the application's role. */
export const asAppRole = `-c role=${appRole}`;

/** Roles belong to the whole cluster, where another database may have made it already. */
export const createAppRole = `
  DO $$ BEGIN
    CREATE ROLE ${appRole} NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$;
  DO $$ BEGIN
    EXECUTE format('GRANT ${appRole} TO %I', current_user);
  EXCEPTION WHEN OTHERS THEN
    IF NOT pg_has_role(current_user, '${appRole}', 'MEMBER') THEN RAISE; END IF;
  END $$;
`;
