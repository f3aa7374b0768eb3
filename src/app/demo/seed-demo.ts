import { sql } from 'kysely'
import { seedDemoAccounts } from '#modules/identity/index.ts'
import { seedTraining } from '#modules/staff-training/index.ts'
import { loadStarterCatalogues } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { OpenServices } from '../open-services.ts'
import { ensureStaffSigners } from './demo-signers.ts'
import { hospitalResources, readFacility } from './hospital-resources.ts'
import { seedClock } from './seed-client.ts'
import { seedPatients } from './seed-patients.ts'
import { ensureDoctorAccounts } from './staff.ts'

/** Told of each step of the seed that is done. */
export type TellSeed = (what: string, done: number, of: number) => void

const yearMs = 365 * 24 * 60 * 60 * 1000

/**
 * Makes what is missing of the demo hospital; a whole one costs one look. The clock of the seed begins a year
 * and some ago, when the certificates were made, and ends now.
 */
export async function seedDemo(services: OpenServices, patients: number, tell: TellSeed): Promise<void> {
  const now = services.now()
  const clock = seedClock()
  const seeding = { ...services, now: clock.now }
  const ctx = makeContext(seeding, { facility: 1, actor: systemActor })
  const facility = readFacility()
  await sql`insert into facility (id, code, name) values (1, ${facility.code}, ${facility.name})
    on conflict (id) do update set code = excluded.code, name = excluded.name`.execute(services.db)
  await loadStarterCatalogues(ctx)
  tell('code lists', 1, 1)
  clock.set(new Date(now.getTime() - 1.1 * yearMs))
  await seedHospital(ctx)
  await seedDemoAccounts(ctx)
  await ensureDoctorAccounts(ctx)
  await seedTraining(ctx, now)
  tell('accounts', 1, 1)
  await ensureStaffSigners(ctx)
  tell('signing keys', 1, 1)
  await seedPatients(seeding, ctx, clock, now, patients, tell)
}

async function seedHospital(ctx: Context): Promise<void> {
  if (await findResource(ctx, 'Organization', 'facility')) return
  await inTransaction(ctx, (within) =>
    commit(
      within,
      hospitalResources().map((resource) => ({ kind: 'create', id: resource.id ?? '', resource }) as const),
    ),
  )
}
