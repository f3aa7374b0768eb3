import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { FoundPatient } from './contract.ts'
import { ageText } from './domain/age.ts'
import type { PatientIndexTable } from './tables.ts'

export function foundPatient(ctx: Context, row: PatientIndexTable): FoundPatient {
  return {
    id: row.patient_id,
    name: row.name,
    sex: row.sex as FoundPatient['sex'],
    ...present({
      mrn: row.mrn ?? undefined,
      birthDate: row.birth_date ?? undefined,
      ageText: ageText(row.birth_date ?? undefined, dayInVietnam(ctx.now()), ctx.language),
      cccd: row.cccd ?? undefined,
      bhyt: row.bhyt ?? undefined,
      phone: row.phone ?? undefined,
      address: row.address ?? undefined,
      mergedInto: row.merged_into ?? undefined,
    }),
  }
}
