import type { Consent, Encounter, Resource } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { sql } from 'kysely'
import { ext } from '#fhir/systems.ts'
import type { Opener } from '#modules/access/domain/advice.ts'
import { type Explanation, explain } from '#modules/access/explain.ts'
import { PolicyView } from '#modules/access/view.ts'
import type { Asked } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { actor, withContext } from '../support/database.ts'
import { type Given, given } from './access-given.ts'
import { under } from './access-run.ts'
import { type AccessWorld, makeWorld, requestRow } from './access-world.ts'

export interface AdviceRun {
  /** Refusals whose advice was followed. */
  readonly followed: number
  /** Refusals that nothing opens. */
  readonly hopeless: number
  readonly acts: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

class Undone extends Error {}

/** Follows what a refusal advises, really, in the database; asks again; undoes it. Until `count` were followed. */
export function adviceRun(count: number, seed: number): Promise<AdviceRun> {
  return withContext(async (ctx) => {
    const world = await makeWorld(ctx)
    const run = { followed: 0, hopeless: 0, acts: {} as Record<string, number>, faults: [] as string[] }
    for (let turn = 0; run.followed < count && turn < 200; turn++)
      for (const one of fc.sample(given, { numRuns: 200, seed: seed + turn }))
        if (run.followed < count) await follow(world, one, run)
    return run
  })
}

type Run = { followed: number; hopeless: number; acts: Record<string, number>; faults: string[] }

async function follow({ ctx, all }: AccessWorld, one: Given, run: Run): Promise<void> {
  const mine = under(ctx, one)
  const list = Object.entries(all).flatMap(([type, ids]) => ids.map((id) => ({ type, id })))
  const asked = list[one.resource % list.length]
  if (!asked) return
  const told = await explain(mine, mine.access, asked, 'read')
  if (!told || told.allowed) return
  const acts = told.advice[one.advice % Math.max(1, told.advice.length)]
  if (!acts) {
    run.hopeless += 1
    return
  }
  run.followed += 1
  const named = acts.map(nameOf).join(' + ')
  run.acts[named] = (run.acts[named] ?? 0) + 1
  if (!(await opens(mine, one, asked, told, acts)))
    run.faults.push(`${asked.type}/${asked.id}: ${named} ${JSON.stringify([one.policies, one.actor])}`)
}

const nameOf = (opener: Opener) => (opener.act === 'tie' ? opener.tie : opener.act)

async function opens(
  mine: Context,
  one: Given,
  asked: Asked,
  told: Explanation,
  acts: readonly Opener[],
): Promise<boolean> {
  let allowed = false
  await mine.db
    .transaction()
    .execute(async (db) => {
      const office = { ...mine, db, access: undefined, actor: actor({ id: 'somebody-else' }) }
      for (const act of acts) await does(office, act, told, one)
      const hour = acts.find((act) => act.act === 'hour')
      const purpose = acts.find((act) => act.act === 'purpose')
      const again = { ...mine, db, now: () => (hour ? atHour(mine.now(), hour.hour) : mine.now()) }
      const view = new PolicyView(purpose ? purpose.purpose : 'TREAT', one.policies)
      allowed = (await view.permitted(again, [asked]))[0] === true
      throw new Undone()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error
    })
  return allowed
}

/** The same day in Viet Nam at another hour. */
function atHour(now: Date, hour: string): Date {
  const day = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
  return new Date(`${day}T${hour}:00+07:00`)
}

const authority = { permission: 'records.reopen', reason: 'follows the advice of a proof' } as const
const write = (ctx: Context, resource: Resource) => commit(ctx, [{ kind: 'update', resource }], { authority })

/** What the advice says, as people would do it. */
async function does(
  ctx: Context,
  opener: Opener,
  { patient = '', record = '' }: Explanation,
  { actor }: Given,
): Promise<void> {
  switch (opener.act) {
    case 'tie':
      return tie(ctx, opener.tie, { patient, record }, actor)
    case 'consent':
      await write(ctx, permit(ctx, patient))
      return
    case 'withdraw-refusal':
      for (const consent of await searchResources<Consent>(ctx, 'Consent', { patient: `Patient/${patient}` }))
        if (consent.provision?.type === 'deny') await write(ctx, { ...consent, status: 'inactive' })
      return
    case 'reopen': {
      const visit = await readResource<Encounter>(ctx, 'Encounter', record)
      await write(ctx, { ...visit, extension: [{ url: ext.recordState, valueCode: 'open' }] })
      return
    }
    default:
      return
  }
}

async function tie(
  ctx: Context,
  kind: string,
  { patient, record }: { readonly patient: string; readonly record: string },
  actor: Given['actor'],
): Promise<void> {
  const account = actor.id ?? ''
  const person = actor.practitionerId === undefined ? undefined : `Practitioner/${actor.practitionerId}`
  const mine = { reference: person ?? `Organization/dept-${actor.departments?.[0]?.toLowerCase()}` }
  const about = { encounter: { reference: `Encounter/${record}` }, status: 'x', intent: 'order' as const }
  const subject = { reference: `Patient/${patient}` }
  const id = ctx.newId()
  if (kind === 'request') return requestRow(ctx, { account, record, patient })
  if (kind === 'task')
    await write(ctx, { ...about, resourceType: 'Task', id, status: 'requested', for: subject, owner: mine })
  else if (kind === 'order')
    await write(ctx, {
      ...about,
      resourceType: 'ServiceRequest',
      id,
      status: 'active',
      subject,
      performer: [mine],
    })
  else if (kind === 'team') {
    const visit = await readResource<Encounter>(ctx, 'Encounter', record)
    await write(ctx, { ...visit, participant: [...(visit.participant ?? []), { individual: mine }] })
  } else {
    const [since, until] = [new Date(ctx.now().getTime() - 86_400_000), new Date(ctx.now().getTime() + 86_400_000)]
    await sql`
      insert into access_opening (facility, id, kind, patient_id, account, reason, purpose, opened_by, since, until)
      values (${ctx.facility}, ${id}, ${kind}, ${patient}, ${account}, 'proof', 'TREAT', 'x', ${since}, ${until})`.execute(
      ctx.db,
    )
  }
}

const permit = (ctx: Context, patient: string): Consent => ({
  resourceType: 'Consent',
  id: ctx.newId(),
  status: 'active',
  scope: { coding: [{ code: 'patient-privacy' }] },
  category: [{ coding: [{ code: 'INFA' }] }],
  policyRule: { coding: [{ code: 'OPTIN' }] },
  patient: { reference: `Patient/${patient}` },
  provision: { type: 'permit' },
})
