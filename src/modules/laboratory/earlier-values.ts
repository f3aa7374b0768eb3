import type { Observation } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { parseStored, readVersion } from '#store/read.ts'
import type { ResultView } from './contract.ts'
import { markOf, releasedStatuses, valueText } from './observation.ts'

/** Values of a result that were released before its amendments: struck through beside the new one. */
export async function earlierValues(ctx: Context, observation: Observation): Promise<ResultView['earlier']> {
  const earlier: { value: string; at: string; by: string }[] = []
  for (let version = Number(observation.meta?.versionId ?? 1) - 1; version >= 1; version--) {
    const stored = await readVersion(ctx, 'Observation', observation.id ?? '', version)
    if (stored.deleted) continue
    const old = parseStored<Observation>(stored)
    if (!releasedStatuses.includes(old.status)) break
    const value = valueText(old)
    if (value !== earlier.at(-1)?.value && value !== valueText(observation))
      earlier.push({ value, at: old.issued ?? '', by: markOf(old, ext.resultEntered)?.who ?? '' })
  }
  return earlier
}
