import { sql } from 'kysely'
import type { Actor } from '#platform/context.ts'
import type { Services } from '#platform/services.ts'

/** A program that the hospital connects to all of its data, as its requests come in. */
export const program: Partial<Actor> = {
  id: 'client/reader',
  kind: 'system',
  userName: 'reader',
  name: 'Reader',
  departments: [],
  roles: ['system'],
  permissions: new Set(['*']),
}

/** Its registration. */
export async function givenProgram(services: Services, roles: readonly string[] = ['system']): Promise<void> {
  await sql`
    insert into oauth_client (facility, client_id, name, grant_types, scopes, roles, created_at)
    values (1, 'reader', 'Reader', '{client_credentials}', '{system/*.*}', ${[...roles]}::text[], ${services.now()})
    on conflict (facility, client_id) do update set roles = excluded.roles`.execute(services.db)
}
