import { canonicalJson } from '#fhir/json.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { findAuditEvents, journalParameters, readEvent, toAuditEvent } from '#modules/audit/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { storeErrors } from '#store/errors.ts'
import { type Answer, etag } from './answer.ts'
import { bundleBytes } from './bundle-bytes.ts'
import { type Call, type Pairs, preference, readPairs } from './call.ts'
import { fhirApiErrors } from './errors.ts'

const type = 'AuditEvent'

/** What is asked of the journal itself, not of what is stored. */
export const isOfJournal = (call: Pick<Call, 'type' | 'part'>) => call.type === type || call.part === type

/** Who may read the journal on the screen may read it here, and nobody else. */
export const journalPermission = 'audit.read'

/** A token of an application reaches the journal when it names it, for a person or a system: never for one patient. */
function needScope({ actor: { scopes } }: Context, right: 'r' | 's'): void {
  const may = scopes?.granted.some(
    (one) =>
      one.context !== 'patient' &&
      (one.type === '*' || one.type === type) &&
      one.query === '' &&
      one.rights.includes(right),
  )
  if (scopes && !may) throw commonErrors.forbidden({ permission: `${type}.${right}` })
}

export async function readJournal(ctx: Context, call: Call): Promise<Answer> {
  needScope(ctx, 'r')
  const event = await readEvent(ctx, call.id)
  if (!event) throw commonErrors.notFound({ type, id: call.id })
  await note(ctx, event.patient, [event.id], { kind: 'read' })
  const headers = { etag: etag(1), 'last-modified': new Date(event.at).toUTCString() }
  return { status: 200, headers, body: Buffer.from(canonicalJson(toAuditEvent(event))) }
}

const shaping = ['_format', '_pretty', '_summary', '_elements']
const known = new Set([...journalParameters.map(({ name }) => name as string), '_count', '_cursor', ...shaping])

export async function searchJournal(ctx: Context, call: Call): Promise<Answer> {
  needScope(ctx, 's')
  const form = call.body.present ? readPairs(call.body.form()) : []
  const used = usedPairs(call, [...call.pairs, ...form])
  const { events, next, patientId } = await findAuditEvents(ctx, used)
  const query = textOf(used).slice(0, 2000)
  await note(
    ctx,
    patientId,
    events.map(({ id }) => id),
    { kind: 'search', query: `${type}?${query}` },
  )
  const address = (pairs: Pairs) => `${call.base}/${type}${pairs.length === 0 ? '' : `?${textOf(pairs)}`}`
  const link = [{ relation: 'self', url: address(used) }]
  if (next !== undefined)
    link.push({
      relation: 'next',
      url: address([...used.filter(([name]) => name !== '_cursor'), ['_cursor', next]]),
    })
  const entries = events.map((event) => ({
    fullUrl: `${call.base}/${type}/${event.id}`,
    resource: Buffer.from(canonicalJson(toAuditEvent(event))),
    rest: { search: { mode: 'match' } },
  }))
  return { status: 200, headers: {}, body: bundleBytes({ type: 'searchset', link }, entries) }
}

/** Of a compartment only a patient's is known: it is the search for that patient. */
function usedPairs(call: Call, pairs: Pairs): Pairs {
  const unknown = pairs.find(([name]) => !known.has(name))
  if (unknown && preference(call, 'handling') === 'strict')
    throw storeErrors.unknownParameter({ type, parameter: unknown[0].slice(0, 60) })
  const used = pairs.filter(([name]) => known.has(name))
  if (call.part !== type) return used
  if (call.type !== 'Patient') throw fhirApiErrors.unknownAddress()
  return [...used.filter(([name]) => name !== 'patient'), ['patient', `Patient/${call.id}`]]
}

/** The auditor is audited. */
function note(
  ctx: Context,
  patientId: string | undefined,
  ids: readonly string[],
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const entities = ids.map((id) => `${type}/${id}`)
  return writeAudit(ctx, {
    action: detail['kind'] === 'search' ? 'search' : 'read',
    ...{ outcome: 'success', patientId, entities },
    detail: { channel: 'fhir', ...detail },
  })
}

const textOf = (pairs: Pairs) =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()

export const refuseJournal =
  (method: string) =>
  async (_ctx: Context, call: Call): Promise<Answer> => {
    const address = [call.type, call.id, call.part].filter((one) => one !== '').join('/')
    throw fhirApiErrors.methodNotAllowed({ method, address: address.slice(0, 120), allowed: 'GET, HEAD' })
  }
