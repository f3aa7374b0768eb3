import type { Condition, Encounter, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import type { DiagnosesBody, DiagnosesView } from './contract.ts'
import { diagnosesBasis, diagnosesView, icdOf, readDiagnoses } from './diagnoses.ts'
import { checkDiagnoses, type DiagnosisCode } from './domain/check-diagnoses.ts'
import { examErrors } from './errors.ts'
import { findExam } from './exam-response.ts'
import { countDiagnosisUse, diagnosisCodes } from './icd.ts'
import { readOpenVisit } from './save-exam.ts'

const coded = (system: string, code: string) => ({ coding: [{ system, code }] })

/** A diagnosis of a visit, or a long-standing problem. */
export function conditionOf(
  ctx: Context,
  about: { readonly encounter: Encounter; readonly category: 'encounter-diagnosis' | 'problem-list-item' },
  diagnosis: { readonly code: DiagnosisCode; readonly text?: string | undefined; readonly id: string },
): Condition & { id: string } {
  const { practitionerId, name } = ctx.actor
  const { code } = diagnosis
  const by = practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
  return {
    resourceType: 'Condition',
    id: diagnosis.id,
    clinicalStatus: coded(cs.conditionClinical, 'active'),
    verificationStatus: coded(cs.conditionVerification, 'confirmed'),
    category: [coded(cs.conditionCategory, about.category)],
    code: {
      coding: [{ system: cs.icd10, code: code.code, display: code.name }],
      text: diagnosis.text?.trim() || code.name,
    },
    subject: about.encounter.subject ?? {},
    encounter: { reference: `Encounter/${about.encounter.id}` },
    recordedDate: instantInVietnam(ctx.now()),
    recorder: by as Condition['recorder'] & object,
  }
}

async function known(ctx: Context, body: DiagnosesBody): Promise<DiagnosisCode[]> {
  const codes = await diagnosisCodes(
    ctx,
    body.diagnoses.map((one) => one.code),
  )
  return body.diagnoses.map(({ code }) => {
    const found = codes.get(code)
    if (!found) throw examErrors.unknownCode({ code })
    return found
  })
}

function refuse(codes: readonly DiagnosisCode[], sex: string | undefined): void {
  const refused = checkDiagnoses(codes, sex).find((one) => one.level === 'refuse')
  if (!refused) return
  const { code } = refused
  if (refused.why === 'twice') throw examErrors.twice({ code })
  throw refused.why === 'notPrimary' ? examErrors.notPrimary({ code }) : examErrors.deathCauseOnly({ code })
}

interface Plan {
  readonly changes: Change[]
  /** Condition ids in their order, for Encounter.diagnosis. */
  readonly ids: string[]
}

/** Kept, new and changed conditions; one that is no longer listed is deleted, its versions remain. */
function planOf(
  ctx: Context,
  encounter: Encounter,
  before: readonly Condition[],
  body: DiagnosesBody,
  codes: readonly DiagnosisCode[],
): Plan {
  const byCode = new Map(before.map((one) => [icdOf(one), one]))
  const changes: Change[] = []
  const ids = codes.map((code, at) => {
    const old = byCode.get(code.code)
    const text = body.diagnoses[at]?.text?.trim() || code.name
    if (old && old.code?.text === text) return old.id ?? ''
    const id = old?.id ?? ctx.newId()
    const resource = conditionOf(ctx, { encounter, category: 'encounter-diagnosis' }, { code, text, id })
    changes.push(
      old
        ? { kind: 'update', resource, ifVersion: Number(old.meta?.versionId) }
        : { kind: 'create', resource, id },
    )
    return id
  })
  const kept = new Set(ids)
  const gone = before.filter((one) => !kept.has(one.id ?? ''))
  changes.push(...gone.map((one): Change => ({ kind: 'delete', type: 'Condition', id: one.id ?? '' })))
  return { changes, ids }
}

/** Encounter.diagnosis in the order of the list: rank 1 is the main one (bệnh chính). */
export function rankedDiagnoses(ids: readonly string[], use: 'AD' | 'DD'): NonNullable<Encounter['diagnosis']> {
  return ids.map((id, at) => ({
    condition: { reference: `Condition/${id}` },
    use: { coding: [{ system: cs.diagnosisRole, code: use }] },
    rank: at + 1,
  }))
}

/** Writes the ordered list of diagnoses: conditions and Encounter.diagnosis in one commit. */
export async function saveDiagnoses(
  ctx: Context,
  encounterId: string,
  body: DiagnosesBody,
): Promise<DiagnosesView> {
  const encounter = await readOpenVisit(ctx, encounterId)
  if ((await findExam(ctx, encounterId))?.status === 'completed') throw examErrors.concluded()
  const patient = await readResource<Patient>(ctx, 'Patient', idOf(encounter.subject))
  const before = await readDiagnoses(ctx, encounter)
  if (diagnosesBasis(before) !== body.basis) throw examErrors.diagnosesChanged()
  const codes = await known(ctx, body)
  refuse(codes, patient.gender)
  const { changes, ids } = planOf(ctx, encounter, before, body, codes)
  const { diagnosis: _before, ...rest } = encounter
  const resource = {
    ...rest,
    id: encounterId,
    ...(ids.length > 0 ? { diagnosis: rankedDiagnoses(ids, 'AD') } : {}),
  }
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(encounter.meta?.versionId) }, ...changes])
  const added = changes.flatMap((one) => (one.kind === 'create' ? icdOf(one.resource as Condition) : []))
  await countDiagnosisUse(ctx, encounter, added)
  return diagnosesView(ctx, await readOpenVisit(ctx, encounterId), patient)
}
