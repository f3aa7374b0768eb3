import type { CodeSystem } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { pause } from '#platform/pause.ts'
import { beginLoad, endLoad, type Load, type LoadTotals } from './concept-load.ts'
import { noteSystem } from './note-system.ts'
import { entryOf, placedOf } from './system-entries.ts'
import { writeConcepts } from './write-concepts.ts'

const batchSize = 500

export interface SystemLoad {
  /** What the rows are called: column `system` of table `concept`. */
  readonly list: string
  /** Where they come from, for the register of loads. */
  readonly file: string
  readonly resource: CodeSystem
  /** Id of the stored resource that they belong to. */
  readonly owner?: string
  /** What becomes of rows that the resource no longer has; gives their number. */
  endAbsent(ctx: Context, load: Load, codes: readonly string[]): Promise<number>
}

/** Puts the concepts of a CodeSystem into rows, in the open transaction, under its URL and version. */
export async function loadSystem(
  ctx: Context,
  { list, file, resource, owner, endAbsent }: SystemLoad,
): Promise<LoadTotals> {
  const load = await beginLoad(ctx, file, list, 'import')
  const placed = await placedOf(resource)
  const concepts = [...placed.values()]
  let added = 0
  let closed = 0
  for (let at = 0; at < concepts.length; at += batchSize) {
    const batch = concepts.slice(at, at + batchSize).map((one, n) => entryOf(resource, one, at + n + 1))
    await pause()
    const written = await writeConcepts(ctx, load, batch)
    added += written.added
    closed += written.closed
    await pause()
  }
  if (!load.isNew) closed += await endAbsent(ctx, load, [...placed.keys()])
  const totals = { expected: concepts.length, processed: concepts.length, failed: 0, added, closed }
  await endLoad(ctx, load, totals, Buffer.alloc(0), async () => {})
  await noteSystem(ctx, { ...headOf(resource), list, ...(owner === undefined ? {} : { owner }) })
  return totals
}

function headOf(resource: CodeSystem) {
  const { url = '', version = '', name, title, language, caseSensitive, content, property, valueSet } = resource
  return { url, version, head: { name, title, language, caseSensitive, content, property, valueSet } }
}
