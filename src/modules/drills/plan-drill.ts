import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { checkProductionSafety, knownAccounts } from '#modules/identity/index.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { Facts, Plan } from './contract.ts'
import { drillErrors } from './errors.ts'
import { readDrill } from './repository.ts'
import { scenarioOf } from './scenarios.ts'

const mostFiles = 20
const usualPatients = 5

/** Where a demo account can log in, incidents may be staged: production refuses to start with one. */
export async function isDemo(ctx: Context): Promise<boolean> {
  const found = await checkProductionSafety(ctx)
  return found.some(({ code }) => code === 'identity.demoAccounts')
}

export async function requireDemo(ctx: Context): Promise<void> {
  if (!(await isDemo(ctx))) throw drillErrors.notDemo()
}

/** Says what an attack may take. */
export async function planDrill(ctx: Context, code: string): Promise<Plan> {
  await requireDemo(ctx)
  const scenario = scenarioOf(code)
  const id = ctx.newId()
  await sql`
    insert into incident_drill (facility, id, scenario, planned_at, planned_by)
    values (${ctx.facility}, ${id}::uuid, ${code}, ${ctx.now()}, ${ctx.actor.id})`.execute(ctx.db)
  const count = scenario.charts ?? usualPatients
  const patients = await searchResources(ctx, 'Patient', { _count: String(count), _elements: 'id' })
  await writeAudit(ctx, {
    action: 'drill',
    outcome: 'success',
    detail: { step: 'planned', scenario: code, drill: id },
  })
  return {
    id,
    scenario: code,
    account: scenario.account,
    patients: patients.flatMap((one) => one.id ?? []),
    files: code === 'ransomware' ? await someFiles(ctx) : [],
  }
}

async function someFiles(ctx: Context): Promise<readonly string[]> {
  const names = await readdir(blobFolderOf(ctx.config), { recursive: true }).catch(() => [])
  const hashes = names.map((name) => name.split('/').at(-1) ?? '').filter((name) => /^[0-9a-f]{64}$/.test(name))
  return hashes.sort().slice(0, mostFiles)
}

/** From here on the clock of the reaction runs. The server itself finds the session that was taken. */
export async function noteStaged(ctx: Context, id: string, given: Facts): Promise<void> {
  await requireDemo(ctx)
  const drill = await readDrill(ctx, id)
  if (drill.staged_at) throw drillErrors.staged()
  const [account] = given.account ? await knownAccounts(ctx, { userNames: [given.account] }) : []
  const session = account && drill.scenario === 'stolen-laptop' ? await sessionOf(ctx, account.id) : undefined
  const facts = {
    ...given,
    ...(account ? { accountId: account.id } : {}),
    ...(session ? { session } : {}),
  }
  await sql`
    update incident_drill set staged_at = ${ctx.now()}, facts = ${JSON.stringify(facts)}::jsonb
    where facility = ${ctx.facility} and id = ${drill.id}::uuid`.execute(ctx.db)
  await writeAudit(ctx, { action: 'drill', outcome: 'success', detail: { step: 'staged', drill: drill.id } })
}

async function sessionOf(ctx: Context, account: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id::text from session where facility = ${ctx.facility} and account::text = ${account} and ended_at is null
    order by created_at desc limit 1`.execute(ctx.db)
  return rows[0]?.id
}
