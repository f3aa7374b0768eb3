import { sql } from 'kysely'
import { canonicalJson } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { perFacility, takeTurns } from '#platform/turns.ts'
import { packValues, storePacks, type ToldEvent } from './event-pack.ts'
import { patientsOf } from './patients-of.ts'
import { rowBytes, rowList, type StoreRow } from './rows.ts'
import type { Member, Write } from './write.ts'

/** What happened, without who and when: those come from the context. */
export interface AuditEntry {
  /** create, update, delete, read, search, view, print, export, login, logout, sign, … */
  readonly action: string
  readonly outcome: 'success' | 'refused' | 'failed'
  readonly patientId?: string | undefined
  /** Whose data it showed when they are several persons'; found by `writeAudit` from the entities. */
  readonly patients?: readonly string[] | undefined
  /** `Type/id` or `Type/id/_history/3`. */
  readonly entities?: readonly string[]
  readonly purpose?: string | undefined
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** One event per call of commit and patient that it touches, naming every version. */
export function auditsOf(member: Member): readonly ToldEvent[] {
  const { ctx, options, at } = member
  const groups = new Map<string, Write[]>()
  for (const write of member.writes) {
    const key = write.patient ?? write.patientBefore ?? ''
    const group = groups.get(key)
    if (group) group.push(write)
    else groups.set(key, [write])
  }
  return [...groups].map(([patient, writes]) => {
    const kinds = new Set(writes.map((write) => write.kind))
    return eventOf(ctx, at, {
      action: kinds.size === 1 ? (writes[0]?.kind ?? 'update') : 'update',
      outcome: 'success',
      patientId: patient || undefined,
      entities: writes.map((write) => `${write.type}/${write.id}/_history/${write.version}`),
      purpose: options.purpose,
      detail: options.authority && { ...options.authority },
    })
  })
}

/** An event; its content is what is hashed. */
export function eventOf(ctx: Context, at: Date, audit: AuditEntry): ToldEvent {
  const id = ctx.newId()
  const content = contentOf(ctx, id, at, audit)
  const { action, outcome, patientId: patient, patients } = audit
  ctx.told.push({ action, outcome, patient, inside: ctx.db.isTransaction })
  return { id, at, action, outcome, actor: ctx.actor.id, patient, patients, content }
}

/** What is told of an event. */
function contentOf(ctx: Context, id: string, at: Date, audit: AuditEntry): string {
  return canonicalJson({
    id,
    at: at.toISOString(),
    facility: ctx.facility,
    action: audit.action,
    outcome: audit.outcome,
    actor: ctx.actor.id,
    actorKind: ctx.actor.kind,
    userName: ctx.actor.userName,
    roles: ctx.actor.roles,
    practitioner: ctx.actor.practitionerId,
    patient: audit.patientId,
    patients: audit.patients,
    entities: audit.entities,
    purpose: audit.purpose,
    source: ctx.cameFrom,
    requestId: ctx.requestId,
    commandId: ctx.commandId,
    detail: audit.detail,
  })
}

/** Stands where only the database knows what to tell: a sign that JSON never holds as it is. */
const gap = '\0'
const gapInJson = JSON.stringify(gap).slice(1, -1)

/** An event open at two places: the member `patient` between head and mid, what was seen between mid and tail. */
export interface EventWithGaps {
  readonly id: string
  readonly at: Date
  readonly head: string
  readonly mid: string
  readonly tail: string
}

/** @param seen what comes before the gap in the only entity; without it the gap is the whole list of entities */
export function eventWithGaps(
  ctx: Context,
  entry: Omit<AuditEntry, 'patientId' | 'entities'>,
  seen?: string,
): EventWithGaps {
  const id = ctx.newId()
  const at = ctx.now()
  const entities = [seen === undefined ? gap : `${seen}${gap}`]
  const told = contentOf(ctx, id, at, { ...entry, patientId: gap, entities })
  ctx.told.push({ action: entry.action, outcome: entry.outcome, patient: undefined, inside: ctx.db.isTransaction })
  const [head, rest] = splitOnce(told, `"patient":"${gapInJson}",`)
  const [mid, tail] = splitOnce(rest, seen === undefined ? `"${gapInJson}"` : gapInJson)
  return { id, at, head, mid, tail }
}

function splitOnce(text: string, by: string): readonly [string, string] {
  const at = text.indexOf(by)
  return [text.slice(0, at), text.slice(at + by.length)]
}

interface Event {
  readonly ctx: Context
  readonly event: ToldEvent
}

async function storeEvents(ctx: Context, told: readonly ToldEvent[]) {
  const rows = await rowBytes(ctx, 'store_event', told satisfies readonly StoreRow<'store_event'>[])
  return { name: 'store_events', text: 'select store_events($1, $2)', values: [ctx.facility, rows] }
}

const events = perFacility(() =>
  takeTurns<Event, undefined>({
    most: 200,
    atOnce: 1,
    async run(items) {
      const first = items[0]
      if (!first) return []
      const told = items.map(({ event }) => event)
      const alone = told.length === 1 && told[0]?.patients === undefined
      const statements = alone ? [await storeEvents(first.ctx, told)] : storePacks(first.ctx, told)
      for (const { values, ...statement } of statements)
        await first.ctx.pool.query({ ...statement, values: [...values] })
      return items.map(() => undefined)
    },
  }),
)

/**
 * Records what was seen, named by the database.
 * @param whose the patients of what was seen
 * @param seen versions as members of a JSON list
 */
export function writeSeen(
  ctx: Context,
  entry: Omit<AuditEntry, 'patientId' | 'patients' | 'entities'>,
  whose: readonly string[],
  seen: string,
): Promise<void> {
  const { id, at, head, mid, tail } = eventWithGaps(ctx, entry)
  const { patientId: patient, patients } = oneOrSeveral(whose)
  const member = patient === undefined ? { patients } : { patient }
  const told = (patient ?? patients) ? `${JSON.stringify(member).slice(1, -1)},` : ''
  const { action, outcome } = entry
  const content = `${head}${told}${mid}${seen}${tail}`
  const event = { id, at, action, outcome, actor: ctx.actor.id, patient, patients, content }
  return events(ctx.pool, ctx.facility).add({ ctx, event })
}

/**
 * Records an event that is not a write of resources: a login, a refusal, a print, a read. Settled when the event is
 * safe, so an answer that waits for it never leaves before. Events that come at the same moment are stored together;
 * inside a transaction an event is part of it.
 */
export async function writeAudit(ctx: Context, entry: AuditEntry): Promise<void> {
  const event = eventOf(ctx, ctx.now(), { ...entry, ...(await whoseOf(ctx, entry)) })
  if (!ctx.db.isTransaction) return events(ctx.pool, ctx.facility).add({ ctx, event })
  if (event.patients) {
    const [id, at, keys, told] = packValues(event.at, [event])
    await sql`select store_pack(${ctx.facility}, ${id}::uuid, ${at}, ${keys}::text[], ${told})`.execute(ctx.db)
    return
  }
  await sql`select store_events(${ctx.facility}, ${await rowList(ctx, 'store_event', [event])})`.execute(ctx.db)
}

/** Whose data an event is about: a list of several persons is found by each of them. */
async function whoseOf(
  ctx: Context,
  { patientId, patients, entities = [] }: AuditEntry,
): Promise<Pick<AuditEntry, 'patientId' | 'patients'>> {
  if (patientId !== undefined) return { patientId }
  return oneOrSeveral(patients ?? (entities.length === 0 ? [] : await patientsOf(ctx, entities)))
}

function oneOrSeveral(whose: readonly string[]): Pick<AuditEntry, 'patientId' | 'patients'> {
  const [first] = whose
  return whose.length > 1 ? { patients: whose.toSorted() } : { patientId: first }
}

/** Records that data of a patient was seen, before the answer is sent. Modules call it once per screen. */
export async function auditView(
  ctx: Context,
  view: { readonly patientId?: string; readonly kind: string; readonly entities: readonly string[] },
): Promise<void> {
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: view.patientId,
    entities: view.entities,
    detail: { kind: view.kind },
  })
}
