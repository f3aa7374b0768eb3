import type { LabTest, ReferenceRange } from '#modules/terminology/index.ts'
import type { Actor } from '#platform/context.ts'
import { inventResult } from './invent-findings.ts'
import type { Random } from './random.ts'
import type { SeedClient } from './seed-client.ts'
import type { Story } from './stories.ts'

interface Row {
  readonly requestId: string
  readonly test: string
  readonly range?: ReferenceRange
  readonly calculated?: string
  readonly result?: { readonly id: string; readonly flag?: string }
}
interface View {
  readonly rows: readonly Row[]
  readonly tubes: readonly { readonly accession?: string }[]
}

/** A requisition in the laboratory, with what its results are invented from. */
export interface LaboratoryWork {
  readonly client: SeedClient
  readonly technician: Actor
  readonly doctor: Actor
  readonly requisition: string
  readonly story: Story
  readonly random: Random
  readonly tests: ReadonlyMap<string, LabTest>
}

const addressOf = (requisition: string) => `/api/laboratory/requisitions/${encodeURIComponent(requisition)}`

/** The tubes of a requisition are drawn and reach the laboratory. */
export async function collect({ client, technician, requisition }: LaboratoryWork): Promise<void> {
  await client.post(technician, `${addressOf(requisition)}/collect`)
  const view = await client.get<View>(technician, addressOf(requisition))
  for (const { accession } of view.tubes)
    if (accession) await client.post(technician, '/api/laboratory/receive', { accession })
}

/** Results are typed, looked at again, critical ones called, and released. */
export async function giveResults(work: LaboratoryWork, at: Date): Promise<void> {
  const { client, technician, doctor, requisition } = work
  const url = addressOf(requisition)
  const { rows } = await client.get<View>(technician, url)
  await client.post(technician, `${url}/results`, { results: rows.flatMap((row) => typed(work, row)) })
  await client.post(technician, `${url}/validate`)
  const view = await client.get<View>(technician, url)
  for (const { result } of view.rows)
    if (result && (result.flag === 'HH' || result.flag === 'LL'))
      await client.post(technician, `/api/laboratory/results/${result.id}/call`, {
        calledAt: at.toISOString(),
        toWhom: doctor.name,
        readBack: true,
      })
  await client.post(technician, `${url}/release`)
}

function typed({ story, random, tests }: LaboratoryWork, row: Row) {
  const test = tests.get(row.test)
  if (!test || row.calculated) return []
  const value = inventResult(random, test, row.range, story.results[row.test])
  return value === undefined ? [] : [{ requestId: row.requestId, test: row.test, value }]
}
