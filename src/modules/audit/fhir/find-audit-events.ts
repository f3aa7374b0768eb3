import { dateRange } from '#fhir/search/date-range.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { patientsOf } from '#store/patients-of.ts'
import { auditErrors } from '../errors.ts'
import { accountOf, type JournalEvent, placeOf } from '../list-audit.ts'
import { patientIds } from '../patient-ids.ts'
import { type EventFilter, findEvent, listEvents } from '../repository.ts'
import { type Actions, actionsOfLetter, actionsOfType, codeIn, dicom } from './kinds.ts'
import { outcomeOfCode } from './to-audit-event.ts'

export type Pairs = readonly (readonly [string, string])[]

/** Parameters of a search for events; others are unknown here. */
export const journalParameters = [
  { name: '_id', type: 'token' },
  { name: 'patient', type: 'reference' },
  { name: 'agent', type: 'reference' },
  { name: 'entity', type: 'reference' },
  { name: 'date', type: 'date' },
  { name: 'type', type: 'token' },
  { name: 'subtype', type: 'token' },
  { name: 'action', type: 'token' },
  { name: 'outcome', type: 'token' },
] as const

const usualCount = 50
const mostCount = 200
/** What belongs to no patient is found by reading events: so many days at most. */
const mostDaysRead = 31

export interface FoundEvents {
  readonly events: readonly JournalEvent[]
  readonly next: string | undefined
  readonly patientId: string | undefined
}

/** Events newest first, as a search of FHIR asks for them. Throws `audit.badParameter`. */
export async function findAuditEvents(ctx: Context, pairs: Pairs): Promise<FoundEvents> {
  const count = countOf(pairs)
  const ids = valuesOf(pairs, '_id')
  const filter = await filterOf(ctx, pairs)
  if (!filter || count === 0) return { events: [], next: undefined, patientId: undefined }
  if (ids.length > 0) return byIds(ctx, ids.slice(0, mostCount), filter)
  const stored = await listEvents(ctx, filter, count + 1)
  const page = stored.slice(0, count)
  const last = page.at(-1)
  return {
    events: page.map(({ content }) => JSON.parse(content) as JournalEvent),
    next: stored.length > count && last ? `${last.us}-${last.seq}-${last.n}` : undefined,
    patientId: filter.patients?.[0],
  }
}

async function byIds(ctx: Context, ids: readonly string[], filter: EventFilter): Promise<FoundEvents> {
  const found = await Promise.all(ids.map((id) => readEvent(ctx, id)))
  const events = found.filter((one): one is JournalEvent => one !== undefined && fits(one, filter))
  return { events, next: undefined, patientId: filter.patients?.[0] }
}

/** One event; undefined when there is none of this id. */
export async function readEvent(ctx: Context, id: string): Promise<JournalEvent | undefined> {
  const content = await findEvent(ctx, id)
  return content === undefined ? undefined : (JSON.parse(content) as JournalEvent)
}

function fits(event: JournalEvent, filter: EventFilter): boolean {
  const at = new Date(event.at)
  return (
    (filter.patients?.some((one) => one === event.patient || event.patients?.includes(one)) ?? true) &&
    (filter.actors?.includes(event.actor) ?? true) &&
    (filter.actions?.includes(event.action) ?? true) &&
    !filter.notActions?.includes(event.action) &&
    (filter.outcome === undefined || filter.outcome === event.outcome) &&
    (filter.entity === undefined || (event.entities ?? []).some((one) => isOf(one, filter.entity ?? ''))) &&
    (filter.from === undefined || at >= filter.from) &&
    (filter.to === undefined || at < filter.to)
  )
}

const isOf = (entity: string, asked: string) => entity === asked || entity.startsWith(`${asked}/_history/`)

const refused = (parameter: string, value: string) =>
  auditErrors.badParameter({ parameter, value: value.slice(0, 60) })

function countOf(pairs: Pairs): number {
  const value = pairs.findLast(([name]) => name === '_count')?.[1]
  if (value === undefined) return usualCount
  if (!/^\d{1,6}$/.test(value)) throw refused('_count', value)
  return Math.min(Number(value), mostCount)
}

/** Values of a parameter, of which any may fit; one that stands twice must fit twice, which only dates can. */
function valuesOf(pairs: Pairs, name: string): readonly string[] {
  const [first, second] = pairs.filter(([key]) => key === name)
  if (second) throw refused(name, second[1])
  return first === undefined || first[1] === '' ? [] : first[1].split(',')
}

/** Undefined when nothing can fit. */
async function filterOf(ctx: Context, pairs: Pairs): Promise<EventFilter | undefined> {
  const cursor = pairs.findLast(([name]) => name === '_cursor')?.[1]
  if (cursor !== undefined && !/^-?\d{1,18}-\d{1,18}-\d{1,4}$/.test(cursor)) throw refused('_cursor', cursor)
  const period = periodOf(pairs)
  const actions = allOf([
    ...asked(pairs, 'type', (value) => actionsOfType(codeIn(value, dicom))),
    ...asked(pairs, 'action', (value) => actionsOfLetter(codeOf(value))),
    ...asked(pairs, 'subtype', (value) => ({ not: false, of: [codeOf(value)] })),
  ])
  const outcomes = valuesOf(pairs, 'outcome').map((value) => outcomeOfCode(codeOf(value)))
  if (actions?.of.length === 0 && !actions.not) return undefined
  if (outcomes.length > 1) throw refused('outcome', outcomes.join(','))
  if (outcomes.length === 1 && outcomes[0] === undefined) return undefined
  return {
    ...period,
    ...(await patientsAsked(ctx, pairs)),
    ...(await entityAsked(ctx, pairs, period)),
    ...(await actorsAsked(ctx, pairs)),
    ...(actions ? { [actions.not ? 'notActions' : 'actions']: actions.of } : {}),
    ...(outcomes[0] === undefined ? {} : { outcome: outcomes[0] }),
    before: cursor === undefined ? undefined : placeOf(cursor),
  }
}

const codeOf = (token: string) => token.slice(token.lastIndexOf('|') + 1)

/** What the values of a parameter stand for, together. */
function asked(pairs: Pairs, name: string, read: (value: string) => Actions | undefined): readonly Actions[] {
  const values = valuesOf(pairs, name)
  if (values.length === 0) return []
  return [values.map((value) => read(value) ?? { not: false, of: [] }).reduce(either)]
}

function either(a: Actions, b: Actions): Actions {
  if (!a.not && !b.not) return { not: false, of: [...a.of, ...b.of] }
  if (a.not && b.not) return { not: true, of: a.of.filter((one) => b.of.includes(one)) }
  const [out, plus] = a.not ? [a, b] : [b, a]
  return { not: true, of: out.of.filter((one) => !plus.of.includes(one)) }
}

function both(a: Actions, b: Actions): Actions {
  if (a.not && b.not) return { not: true, of: [...a.of, ...b.of] }
  if (!a.not && !b.not) return { not: false, of: a.of.filter((one) => b.of.includes(one)) }
  const [out, only] = a.not ? [a, b] : [b, a]
  return { not: false, of: only.of.filter((one) => !out.of.includes(one)) }
}

const allOf = (some: readonly Actions[]): Actions | undefined =>
  some.length === 0 ? undefined : some.reduce(both)

const prefix = /^(eq|ge|gt|le|lt)?(.+)$/

type Bounds = readonly [lo: number, hi: number]
const open: Bounds = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

/** First instant and the one after the last that a date of a search lets through. */
function boundsOf(value: string): Bounds {
  const [, how = 'eq', text = ''] = prefix.exec(value) ?? []
  const range = dateRange(text.replace(' ', '+'))
  if (!range) throw refused('date', value)
  if (how === 'ge') return [range.lo, open[1]]
  if (how === 'gt') return [range.hi + 1, open[1]]
  if (how === 'le') return [open[0], range.hi + 1]
  return how === 'lt' ? [open[0], range.lo] : [range.lo, range.hi + 1]
}

function periodOf(pairs: Pairs): { from?: Date; to?: Date } {
  const [lo, hi] = pairs
    .filter(([name]) => name === 'date')
    .map(([, value]) => boundsOf(value))
    .reduce((a, b): Bounds => [Math.max(a[0], b[0]), Math.min(a[1], b[1])], open)
  return {
    ...(Number.isFinite(lo) ? { from: new Date(lo) } : {}),
    ...(Number.isFinite(hi) ? { to: new Date(hi) } : {}),
  }
}

async function patientsAsked(ctx: Context, pairs: Pairs): Promise<Pick<EventFilter, 'patients'>> {
  const values = valuesOf(pairs, 'patient')
  if (values.length === 0) return {}
  const ids: string[] = []
  for (const value of values) ids.push(...(await patientIds(ctx, value.replace(/^Patient\//, ''))))
  return { patients: ids }
}

async function actorsAsked(ctx: Context, pairs: Pairs): Promise<Pick<EventFilter, 'actors'>> {
  const values = valuesOf(pairs, 'agent')
  if (values.length === 0) return {}
  const actors: string[] = []
  for (const value of values) {
    const [, id] = /^Practitioner\/([A-Za-z0-9.-]{1,64})$/.exec(value) ?? []
    if (id === undefined) actors.push(await accountOf(ctx, codeOf(value)))
    else
      for (const account of await knownAccounts(ctx, 'staff'))
        if (account.practitionerId === id) actors.push(account.id)
  }
  return { actors }
}

/** What belongs to a patient is found through that patient; anything else only within a month. */
async function entityAsked(
  ctx: Context,
  pairs: Pairs,
  { from, to }: { from?: Date; to?: Date },
): Promise<Pick<EventFilter, 'patients' | 'entity'>> {
  const [value, more] = valuesOf(pairs, 'entity')
  if (value === undefined) return {}
  if (more !== undefined || !/^[A-Z][A-Za-z]{1,60}\/[A-Za-z0-9.-]{1,64}$/.test(value))
    throw refused('entity', value)
  const isPatient = value.startsWith('Patient/')
  const narrow = isPatient ? {} : { entity: value }
  if (pairs.some(([name]) => name === 'patient')) return narrow
  const [patient] = await patientsOf(ctx, [value])
  if (patient !== undefined) return { ...narrow, patients: await patientIds(ctx, patient) }
  const days = ((to ?? ctx.now()).getTime() - (from?.getTime() ?? 0)) / 86_400_000
  if (days > mostDaysRead) throw auditErrors.entityNeedsDate({ entity: value, days: mostDaysRead })
  return narrow
}
