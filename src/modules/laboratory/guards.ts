import type { Communication, Observation, ServiceRequest, Specimen } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { laboratoryErrors } from './errors.ts'
import { flagCode, labCode, markOf, releasedStatuses, requestIdOf, valueText } from './observation.ts'
import { refreshWork } from './refresh-work.ts'
import {
  findResults,
  findTube,
  findWork,
  markCall,
  removeResult,
  upsertResult,
  upsertTube,
  upsertWork,
} from './repository.ts'
import { isLaboratoryRequest, workRow } from './service-request.ts'
import { accessionOf, requestIds, specimenKind } from './specimen.ts'

/** Every laboratory order, from whatever channel, stands in the work list the moment it is written. */
const requests: Guard = {
  name: 'laboratory work list: orders',
  types: ['ServiceRequest'],
  async check(ctx, change) {
    const request = (change.after ?? change.before) as ServiceRequest
    if (!isLaboratoryRequest(request)) return
    const status = change.after ? request.status : 'entered-in-error'
    if (!change.before && status === 'draft') return
    unknownRequests.get(ctx.db)?.delete(change.id)
    await upsertWork(ctx, await workRow(ctx, { ...request, id: change.id, status }))
    await refreshWork(ctx, [change.id])
  },
}

const tubes: Guard = {
  name: 'laboratory work list: tubes',
  types: ['Specimen'],
  async check(ctx, change) {
    const specimen = (change.after ?? change.before) as Specimen
    const ids = requestIds(specimen)
    if (ids.length === 0) return
    const accession = accessionOf(specimen)
    const taken = accession && change.after ? await findTube(ctx, accession) : undefined
    if (taken && taken.specimen_id !== change.id)
      throw laboratoryErrors.accessionTaken({ accession: accession ?? '' })
    await upsertTube(ctx, {
      specimen_id: change.id,
      accession: accession ?? null,
      kind: specimenKind(specimen),
      requests: [...ids],
      status: change.after ? (specimen.status ?? 'available') : 'entered-in-error',
      collected_at: dateOf(specimen.collection?.collectedDateTime),
      received_at: dateOf(specimen.receivedTime),
    })
    await refreshWork(ctx, ids)
  },
}

/** Requests that are not in the work list, as the transaction at hand knows: an import brings twenty results of each. */
const unknownRequests = new WeakMap<Context['db'], Set<string>>()

async function isInWork(ctx: Context, requestId: string): Promise<boolean> {
  const unknown = unknownRequests.get(ctx.db) ?? new Set<string>()
  unknownRequests.set(ctx.db, unknown)
  if (unknown.has(requestId)) return false
  const found = (await findWork(ctx, [requestId])).length > 0
  if (!found) unknown.add(requestId)
  return found
}

const results: Guard = {
  name: 'laboratory work list: results; a released result changes only by amendment',
  types: ['Observation'],
  async check(ctx, change) {
    keepReleased(change)
    const observation = (change.after ?? change.before) as Observation
    const requestId = requestIdOf(observation)
    if (!requestId || !(await isInWork(ctx, requestId))) return
    if (change.after) {
      await upsertResult(ctx, {
        observation_id: change.id,
        request_id: requestId,
        code: labCode(observation) ?? observation.code?.coding?.[0]?.code ?? '',
        status: observation.status,
        flag: flagCode(observation) ?? null,
        validated: markOf(observation, ext.resultValidated) !== undefined,
      })
      // A new value was told to nobody yet: an earlier call does not count for it.
      const before = change.before as Observation | undefined
      if (before && valueText(before) !== valueText(observation))
        await markCall(ctx, change.id, { call_id: null, called_at: null, confirmed_at: null })
    } else await removeResult(ctx, change.id)
    await refreshWork(ctx, [requestId])
  },
}

/**
 * A released value is what the doctor acted on: it is amended with a reason, never replaced or taken away.
 * @see Law on Medical Examination and Treatment 15/2023/QH15, article 7 (10)
 */
function keepReleased(change: GuardedChange): void {
  const before = change.before as Observation | undefined
  if (!before || !labCode(before) || !releasedStatuses.includes(before.status)) return
  const after = change.after as Observation | undefined
  const refused = () => laboratoryErrors.releasedIsFinal({ id: change.id })
  if (!after || labCode(after) !== labCode(before)) throw refused()
  const same = valueText(before) === valueText(after) && before.subject?.reference === after.subject?.reference
  if (same && releasedStatuses.includes(after.status)) return
  const reason = after.extension?.find((one) => one.url === ext.correctionReason)?.valueString
  if (!reason || !['amended', 'corrected', 'entered-in-error'].includes(after.status)) throw refused()
}

const calls: Guard = {
  name: 'laboratory work list: calls about critical results',
  types: ['Communication'],
  async check(ctx, change) {
    const call = change.after as Communication | undefined
    if (
      !call?.category?.some((one) =>
        one.coding?.some((coding) => coding.system === cs.communication && coding.code === 'critical-result'),
      )
    )
      return
    for (const about of call.about ?? []) {
      const id = about.reference?.startsWith('Observation/')
        ? about.reference.slice('Observation/'.length)
        : undefined
      if (id) await noteCall(ctx, id, { ...call, id: change.id })
    }
  },
}

async function noteCall(ctx: Context, observationId: string, call: Communication): Promise<void> {
  if ((await findResults(ctx, [observationId])).length === 0) return
  const sent = dateOf(call.sent)
  const received = dateOf(call.received)
  await markCall(ctx, observationId, {
    call_id: call.id ?? null,
    ...(sent ? { called_at: sent } : {}),
    ...(received ? { confirmed_at: received } : {}),
  })
}

function dateOf(text: string | undefined): Date | null {
  if (!text) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at
}

export const guards: readonly Guard[] = [requests, tubes, results, calls]
