import { sql } from 'kysely'
import { seedDemoAccounts } from '#modules/identity/index.ts'
import { loadStarterCatalogues } from '#modules/terminology/index.ts'
import { inTransaction } from '#platform/http/command.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { OpenServices } from '../open-services.ts'
import { hospitalResources, readFacility } from './hospital-resources.ts'

/** Told of each step of the seed that is done. */
export type TellSeed = (what: string, done: number, of: number) => void

/** Makes what is missing of the demo hospital; a whole one costs one look. */
export async function seedDemo(services: OpenServices, patients: number, tell: TellSeed): Promise<void> {
  const facility = readFacility()
  await sql`insert into facility (id, code, name) values (1, ${facility.code}, ${facility.name}) on conflict (id) do update set code = excluded.code, name = excluded.name`.execute(
    services.db,
  )
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  await loadStarterCatalogues(ctx)
  tell('code lists', 1, 1)
  await seedHospital(services)
  await seedDemoAccounts(ctx)
  tell('accounts', 12, 12)
  void patients
}

async function seedHospital(services: Services): Promise<void> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  if (await findResource(ctx, 'Organization', 'facility')) return
  await inTransaction(ctx, (within) =>
    commit(
      within,
      hospitalResources().map((resource) => ({ kind: 'create', id: resource.id ?? '', resource }) as const),
    ),
  )
}
