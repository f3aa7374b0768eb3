import { createHash } from 'node:crypto'
import type { Condition, Encounter, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { DiagnosesView, DiagnosisView } from './contract.ts'
import { checkDiagnoses, type DiagnosisCode } from './domain/check-diagnoses.ts'
import { diagnosisCodes } from './icd.ts'

export function icdOf(condition: Condition): string {
  return condition.code?.coding?.find((one) => one.system === cs.icd10)?.code ?? ''
}

const inCategory = (condition: Condition, code: string) =>
  (condition.category ?? []).some((one) => one.coding?.some((coding) => coding.code === code))

const isReal = (condition: Condition) =>
  condition.verificationStatus?.coding?.every(
    (one) => one.code !== 'entered-in-error' && one.code !== 'refuted',
  ) ?? true

/** Long-standing problems of the patient that still stand. */
export async function readProblems(ctx: Context, patientId: string): Promise<Condition[]> {
  const found = await searchResources<Condition>(ctx, 'Condition', {
    patient: patientId,
    category: 'problem-list-item',
    _count: '100',
  })
  const over = new Set(['resolved', 'inactive', 'remission'])
  return found.filter(
    (one) => isReal(one) && !one.clinicalStatus?.coding?.some((coding) => over.has(coding.code ?? '')),
  )
}

/** Diagnoses of a visit in their order: as Encounter.diagnosis ranks them. */
export async function readDiagnoses(ctx: Context, encounter: Encounter): Promise<Condition[]> {
  const found = await searchResources<Condition>(ctx, 'Condition', {
    encounter: encounter.id ?? '',
    category: 'encounter-diagnosis',
    _count: '50',
  })
  const ranks = new Map(
    (encounter.diagnosis ?? []).map((one, at) => [idOf(one.condition), one.rank ?? at + 1] as const),
  )
  return found
    .filter((one) => isReal(one) && inCategory(one, 'encounter-diagnosis') && ranks.has(one.id ?? ''))
    .sort((a, b) => (ranks.get(a.id ?? '') ?? 0) - (ranks.get(b.id ?? '') ?? 0))
}

/** Order counts: the same diagnoses the other way round are another list. */
export function diagnosesBasis(conditions: readonly Condition[]): string {
  const versions = conditions.map((one) => `${one.id}/${one.meta?.versionId ?? ''}`)
  return createHash('sha256').update(versions.join(' ')).digest('base64url').slice(0, 22)
}

function view(
  condition: Condition,
  code: DiagnosisCode | undefined,
  problems: ReadonlySet<string>,
  warnings: string[],
): DiagnosisView {
  const icd = icdOf(condition)
  const name = code?.name ?? condition.code?.coding?.find((one) => one.system === cs.icd10)?.display ?? icd
  const text = condition.code?.text
  return {
    conditionId: condition.id ?? '',
    code: icd,
    name,
    ...(text && text !== name ? { text } : {}),
    isProblem: problems.has(icd),
    warnings,
  }
}

export async function diagnosesView(ctx: Context, encounter: Encounter, patient: Patient): Promise<DiagnosesView> {
  const [conditions, problems] = [await readDiagnoses(ctx, encounter), await readProblems(ctx, patient.id ?? '')]
  const known = await diagnosisCodes(ctx, conditions.map(icdOf))
  const remarks = checkDiagnoses(
    conditions.flatMap((one) => known.get(icdOf(one)) ?? []),
    patient.gender,
  )
  const standing = new Set(problems.map(icdOf))
  return {
    basis: diagnosesBasis(conditions),
    diagnoses: conditions.map((one) => {
      const warnings = remarks
        .filter((remark) => remark.code === icdOf(one) && remark.level === 'warn')
        .map((remark) => remark.why)
      return view(one, known.get(icdOf(one)), standing, warnings)
    }),
  }
}
