import { stat } from 'node:fs/promises'
import { type RawBuilder, sql } from 'kysely'
import { blobPath, hashOf } from '#platform/blob-file.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import type { Context } from '#platform/context.ts'
import type { DrillRow } from './repository.ts'
import type { Scenario } from './scenarios.ts'

type When = Date | undefined
interface Staged {
  readonly ctx: Context
  readonly scenario: Scenario
  readonly since: Date
  readonly facts: NonNullable<DrillRow['facts']>
}
type Look = (staged: Staged) => Promise<When>

/** When each thing was done, by what the running system knows. */
export async function reactionTo(staged: Staged): Promise<ReadonlyMap<string, Date>> {
  const found = new Map<string, Date>()
  for (const { check } of staged.scenario.checks) {
    const at = await looks[check]?.(staged)
    if (at) found.set(check, at)
  }
  return found
}

export const knownChecks = (): readonly string[] => Object.keys(looks)

async function first(ctx: Context, question: RawBuilder<unknown>): Promise<When> {
  const { rows } = await sql<{ at: Date | null }>`select min(at) as at from (${question}) found(at)`.execute(
    ctx.db,
  )
  return rows[0]?.at ?? undefined
}

/** The first event of the journal since the beginning that fits. */
function event({ ctx, since }: Staged, fits: RawBuilder<unknown>): Promise<When> {
  return first(
    ctx,
    sql`select e.at from (
      select at, action, patient, content::jsonb as told from audit_event
      where facility = ${ctx.facility} and at >= ${since} and outcome = 'success'
      union all
      select t.at, t.action, t.patient, x.line::jsonb from event_pack p
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb) as t(at timestamptz, action text, patient text, outcome text)
      where p.facility = ${ctx.facility} and p.at >= ${since} and t.at >= ${since} and t.outcome = 'success') e
    where ${fits}`,
  )
}

const kindsOf = ({ scenario }: Staged) => sql`i.kind = any(${[...scenario.kinds]}::text[])`

/** The first line of the book about the staged incident that fits. */
function line(staged: Staged, fits: RawBuilder<unknown>): Promise<When> {
  const { ctx, since } = staged
  return first(
    ctx,
    sql`select a.at from incident_act a join incident i on i.facility = a.facility and i.id = a.incident_id
      where a.facility = ${ctx.facility} and i.opened_at >= ${since} and ${kindsOf(staged)} and ${fits}`,
  )
}

async function accountClosed(staged: Staged): Promise<When> {
  const { ctx, facts } = staged
  const { rows } = await sql<{ active: boolean }>`
    select active from account where facility = ${ctx.facility} and id::text = ${facts.accountId ?? ''}`.execute(
    ctx.db,
  )
  if (rows[0]?.active !== false) return undefined
  return event(staged, sql`e.action = 'account-lock' and e.told->'detail'->>'account' = ${facts.accountId ?? ''}`)
}

const earlier = (one: When, other: When): When => (one && other ? (one < other ? one : other) : (one ?? other))

const looks: Readonly<Record<string, Look>> = {
  sessionEnded: ({ ctx, facts, since }) =>
    first(
      ctx,
      sql`select ended_at from session where facility = ${ctx.facility} and id::text = ${facts.session ?? ''}
        and ended_at >= ${since} and end_reason in ('administrator', 'device', 'password')`,
    ),
  accountClosed,
  async passwordReset(staged) {
    const set = event(
      staged,
      sql`e.action = 'password-set' and e.told->'detail'->>'account' = ${staged.facts.accountId ?? ''}`,
    )
    return earlier(await set, await accountClosed(staged))
  },
  async clientClosed(staged) {
    const { ctx, facts } = staged
    const { rows } = await sql<{ active: boolean }>`
      select active from oauth_client where facility = ${ctx.facility} and client_id = ${facts.client ?? ''}`.execute(
      ctx.db,
    )
    if (rows[0]?.active !== false) return undefined
    return event(staged, sql`e.action = 'client-update' and e.told->'detail'->>'client' = ${facts.client ?? ''}`)
  },
  incidentOpened: (staged) =>
    first(
      staged.ctx,
      sql`select i.opened_at from incident i where i.facility = ${staged.ctx.facility}
        and i.opened_at >= ${staged.since} and ${kindsOf(staged)}`,
    ),
  classified: (staged) =>
    line(
      staged,
      sql`a.kind = 'classified' and a.content->>'level' = 'serious' and a.content->>'healthData' = 'true'`,
    ),
  measureNoted: (staged) => line(staged, sql`a.kind in ('measure', 'decision')`),
  noticeGiven: (staged) =>
    line(staged, sql`a.kind = 'notice' and a.content->>'code' = any(${[...staged.scenario.notices]}::text[])`),
  personsListed: (staged) =>
    line(
      staged,
      sql`a.kind = 'persons' and a.content->>'actor' = ${staged.facts.accountId ?? ''}
        and (a.content->>'count')::integer > 0`,
    ),
  journalAsked: (staged) => event(staged, sql`e.action = 'view' and e.told->'detail'->>'kind' = 'audit'`),
  unusualJudged: ({ ctx, since, facts }) =>
    first(
      ctx,
      sql`select at from audit_review where facility = ${ctx.facility} and at >= ${since}
        and actor = ${facts.accountId ?? ''}`,
    ),
  filesRestored,
}

/** Every file is again what its name says; then the moment of the last one. */
async function filesRestored({ ctx, facts, since }: Staged): Promise<When> {
  let last = since.getTime()
  for (const hash of facts.files) {
    const bytes = await ctx.blobs.get(hash).catch(() => undefined)
    if (!bytes || hashOf(bytes) !== hash) return undefined
    last = Math.max(last, (await stat(blobPath(blobFolderOf(ctx.config), hash))).ctimeMs)
  }
  return facts.files.length > 0 ? new Date(Math.min(last, ctx.now().getTime())) : undefined
}
