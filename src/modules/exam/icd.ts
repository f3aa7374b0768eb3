import type { Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { countUse, findConcept } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { DiagnosisCode } from './domain/check-diagnoses.ts'

const system = 'icd10'

/** Codes of the ICD-10 list in force today, by code; those it does not hold are absent. */
export async function diagnosisCodes(
  ctx: Context,
  codes: readonly string[],
): Promise<ReadonlyMap<string, DiagnosisCode>> {
  const found = await Promise.all([...new Set(codes)].map((code) => findConcept(ctx, system, code)))
  return new Map(
    found.flatMap((one) => {
      if (!one) return []
      const flag = (name: string) => (one.details[name] ?? '0') !== '0' && one.details[name] !== ''
      const entry: DiagnosisCode = {
        code: one.code,
        name: one.name,
        notPrimary: flag('notPrimary') || one.details['dualMark'] === 'asterisk',
        discouragedPrimary: flag('discouragedPrimary'),
        hasMoreSpecific: flag('hasMoreSpecific'),
        deathCauseOnly: flag('deathCauseOnly'),
        mainlyFemale: flag('mainlyFemale'),
        mainlyMale: flag('mainlyMale'),
      }
      return [[one.code, entry] as const]
    }),
  )
}

/** What is chosen in a room comes first there the next time. */
export async function countDiagnosisUse(
  ctx: Context,
  encounter: Encounter,
  codes: readonly string[],
): Promise<void> {
  await countUse(ctx, system, codes, idOf(encounter.location?.[0]?.location) || undefined)
}
