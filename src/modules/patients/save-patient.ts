import type { Patient } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Committed } from '#store/types.ts'
import { formatMrn } from './domain/medical-record-number.ts'
import { isMrnTaken, nextPatientNumber } from './repository.ts'

/** The only way this module writes a Patient; the search table follows by patients.index. */
export async function savePatient(
  ctx: Context,
  patient: Patient & { id: string },
  ifVersion?: number,
): Promise<Committed<Patient>> {
  const change =
    ifVersion === undefined
      ? { kind: 'create' as const, resource: patient, id: patient.id }
      : { kind: 'update' as const, resource: patient, ifVersion }
  const [saved] = await commit(ctx, [change])
  return saved as Committed<Patient>
}

/** A free medical record number of this facility; numbers that came with imported patients are stepped over. */
export async function newMrn(ctx: Context): Promise<string> {
  const year = Number(dayInVietnam(ctx.now()).slice(0, 4))
  for (;;) {
    const mrn = formatMrn(year, await nextPatientNumber(ctx, year))
    if (!(await isMrnTaken(ctx, mrn))) return mrn
  }
}
