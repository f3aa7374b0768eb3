import type { Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { DiagnosesView } from './contract.ts'
import { diagnosesView, icdOf, readProblems } from './diagnoses.ts'
import { examErrors } from './errors.ts'
import { diagnosisCodes } from './icd.ts'
import { conditionOf } from './save-diagnoses.ts'
import { readOpenVisit } from './save-exam.ts'

/** Puts a diagnosis on the patient's list of long-standing problems, once. */
export async function addProblem(ctx: Context, encounterId: string, code: string): Promise<DiagnosesView> {
  const encounter = await readOpenVisit(ctx, encounterId)
  const patientId = idOf(encounter.subject)
  const found = (await diagnosisCodes(ctx, [code])).get(code)
  if (!found) throw examErrors.unknownCode({ code })
  const standing = await readProblems(ctx, patientId)
  if (!standing.some((one) => icdOf(one) === code)) {
    const id = ctx.newId()
    const resource = conditionOf(ctx, { encounter, category: 'problem-list-item' }, { code: found, id })
    await commit(ctx, [{ kind: 'create', resource, id }])
  }
  return diagnosesView(ctx, encounter, await readResource<Patient>(ctx, 'Patient', patientId))
}
