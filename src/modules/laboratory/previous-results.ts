import type { Observation } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { LoadedRequisition } from './load-requisition.ts'
import { labCode, numericValue, requestIdOf, valueText } from './observation.ts'

export interface Previous {
  readonly text: string
  readonly value: number | undefined
  readonly at: string
}

const most = 300

/** The last released result of each test before this requisition, by code of the catalogue. */
export async function previousResults(
  ctx: Context,
  loaded: LoadedRequisition,
): Promise<ReadonlyMap<string, Previous>> {
  const patientId = loaded.work[0]?.patient_id
  const own = new Set(loaded.work.map((row) => row.request_id))
  const before = loaded.collectedAt ?? ctx.now()
  const found = await searchResources<Observation>(ctx, 'Observation', {
    patient: patientId ?? '',
    category: 'laboratory',
    status: 'final,amended,corrected',
    date: `lt${before.toISOString()}`,
    _sort: '-date',
    _count: String(most),
  })
  const newest = new Map<string, Previous>()
  for (const observation of found) {
    const code = labCode(observation)
    if (!code || newest.has(code) || own.has(requestIdOf(observation) ?? '')) continue
    newest.set(code, {
      text: valueText(observation),
      value: numericValue(observation),
      at: observation.effectiveDateTime ?? observation.issued ?? '',
    })
  }
  return newest
}
