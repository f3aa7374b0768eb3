import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Db } from '#platform/context.ts'
import type { OAuthStateRow } from '../tables.ts'

/** The authorization server belongs to the installation, not to one of its facilities. */
const facility = 1

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}

/** Sessions are also found by their uid, and must then know their id, which is no secret by itself. */
const keepsId = new Set(['Session', 'Interaction', 'Grant'])

/**
 * Keeps codes, tokens, grants and interactions of oidc-provider in PostgreSQL, under the hash of their
 * id: who reads the table cannot use what is in it. Times are real ones, as the library counts them.
 */
export function stateAdapter(db: Db, model: string): Adapter {
  const find = async (where: ReturnType<typeof sql>, id?: string) => {
    const { rows } = await sql<Pick<OAuthStateRow, 'payload' | 'consumed_at'>>`
      select payload, consumed_at from oauth_state
      where facility = ${facility} and model = ${model} and ${where}`.execute(db)
    const row = rows[0]
    if (!row) return undefined
    return {
      ...row.payload,
      ...(id === undefined || keepsId.has(model) ? {} : { jti: id }),
      ...(row.consumed_at ? { consumed: Math.floor(row.consumed_at.getTime() / 1000) } : {}),
    } as AdapterPayload
  }
  return {
    async upsert(id, payload, expiresIn) {
      const { jti, ...rest } = payload
      const kept = keepsId.has(model) ? payload : rest
      await sql`
        insert into oauth_state (facility, model, id_hash, payload, grant_id, uid, expires_at)
        values (${facility}, ${model}, ${hashOf(id)}, ${JSON.stringify(kept)}::jsonb, ${payload.grantId ?? null},
          ${model === 'Session' ? (payload.uid ?? null) : null},
          ${expiresIn === undefined ? null : sql`now() + make_interval(secs => ${expiresIn})`})
        on conflict (facility, model, id_hash) do update set
          payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`.execute(
        db,
      )
    },
    find: (id) => find(sql`id_hash = ${hashOf(id)}`, id),
    findByUid: (uid) => find(sql`uid = ${uid}`),
    findByUserCode: async () => undefined,
    async consume(id) {
      await sql`update oauth_state set consumed_at = now()
        where facility = ${facility} and model = ${model} and id_hash = ${hashOf(id)}`.execute(db)
    },
    async destroy(id) {
      await sql`delete from oauth_state
        where facility = ${facility} and model = ${model} and id_hash = ${hashOf(id)}`.execute(db)
    },
    async revokeByGrantId(grantId) {
      await sql`delete from oauth_state where facility = ${facility} and grant_id = ${grantId}`.execute(db)
      await sql`update oauth_consent set ended_at = now() where grant_id = ${grantId} and ended_at is null`.execute(
        db,
      )
    },
  }
}
