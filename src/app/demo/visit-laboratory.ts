import type { Actor } from '#platform/context.ts'
import type { Random } from './random.ts'
import type { SeedClient } from './seed-client.ts'
import type { Story } from './story.ts'

interface Row {
  readonly requestId: string
  readonly test: string
  readonly kind: string
  readonly normalChoices: readonly string[]
  readonly choices: readonly string[]
  readonly range?: { readonly low?: number; readonly high?: number }
  readonly calculated?: string
  readonly previous?: { readonly value: string }
  readonly result?: { readonly id: string; readonly flag?: string }
}
interface View {
  readonly rows: readonly Row[]
  readonly tubes: readonly { readonly accession?: string }[]
}

/** A number with the digits a laboratory would give it. */
function figure(low: number, high: number, random: Random): string {
  const value = low + random.next() * (high - low)
  const digits = high >= 100 ? 0 : high >= 10 ? 1 : 2
  return value.toFixed(digits)
}

/** A result inside the story's span, else inside the reference range of this patient. */
function invented(row: Row, story: Story, random: Random): string | undefined {
  if (row.calculated) return undefined
  const told = story.results[row.test]
  if (typeof told === 'string') return told
  if (told) return figure(told[0], told[1], random)
  if (row.kind === 'choice') return row.normalChoices[0] ?? row.choices[0]
  if (row.kind === 'text') return 'Bình thường'
  const { low, high } = row.range ?? {}
  if (low !== undefined && high !== undefined)
    return figure(low + (high - low) * 0.2, low + (high - low) * 0.8, random)
  if (high !== undefined) return figure(high * 0.2, high * 0.7, random)
  if (low !== undefined) return figure(low * 1.15, low * 1.6, random)
  return '1'
}

const requisitionOf = (requisition: string) => `/api/laboratory/requisitions/${encodeURIComponent(requisition)}`

/** The tubes of a requisition are drawn and reach the laboratory. */
export async function collect(client: SeedClient, who: Actor, requisition: string): Promise<void> {
  await client.post(who, `${requisitionOf(requisition)}/collect`)
  const view = await client.get<View>(who, requisitionOf(requisition))
  for (const { accession } of view.tubes)
    if (accession) await client.post(who, '/api/laboratory/receive', { accession })
}

/** Results are typed, looked at again, critical ones called, and released. */
export async function result(
  client: SeedClient,
  who: Actor,
  doctor: Actor,
  requisition: string,
  story: Story,
  random: Random,
  at: Date,
): Promise<void> {
  const url = requisitionOf(requisition)
  const before = await client.get<View>(who, url)
  const results = before.rows
    .map((row) => ({ requestId: row.requestId, test: row.test, value: invented(row, story, random) }))
    .filter((one) => one.value !== undefined)
  await client.post(who, `${url}/results`, { results })
  await client.post(who, `${url}/validate`)
  const view = await client.get<View>(who, url)
  for (const row of view.rows)
    if (row.result && (row.result.flag === 'HH' || row.result.flag === 'LL'))
      await client.post(who, `/api/laboratory/results/${row.result.id}/call`, {
        calledAt: at.toISOString(),
        toWhom: doctor.name,
        readBack: true,
      })
  await client.post(who, `${url}/release`)
}
