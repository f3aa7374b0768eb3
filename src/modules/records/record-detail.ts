import type {
  AllergyIntolerance,
  DocumentReference,
  Observation,
  Provenance,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from '@medplum/fhirtypes'
import { allergyNames } from '#fhir/allergy.ts'
import { lexemeOf } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { RecordDetail, RecordPaper } from './contract.ts'
import { toRow } from './find-records.ts'
import { questionsOf } from './form-questions.ts'
import { formCode, isLaboratory, isSigned } from './record-facts.ts'
import { type RecordMembers, readMembers, signaturesOf } from './record-members.ts'
import { recordStatus } from './record-status.ts'
import { rankedDiagnoses, refreshIndex } from './refresh-index.ts'
import { readRow } from './repository.ts'
import { timelineOf } from './timeline.ts'

const released = ['final', 'amended', 'corrected', 'appended']

/** Everything of a record on one page. Looking at it is written down before it is shown. */
export async function recordDetail(ctx: Context, id: string): Promise<RecordDetail> {
  const record = await readMembers(ctx, id)
  const patientId = record.patient?.id
  await auditView(ctx, { ...(patientId ? { patientId } : {}), kind: 'record', entities: [`Encounter/${id}`] })
  await refreshIndex(ctx)
  const row = await readRow(ctx, id)
  if (!row) throw commonErrors.notFound({ type: 'Record', id })
  const signatures = await signaturesOf(ctx, record.papers)
  const allergies = patientId
    ? await searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', { patient: patientId })
    : []
  return {
    status: await recordStatus(ctx, record),
    row: toRow(row),
    reason: record.encounter.reasonCode?.[0]?.text ?? '',
    diagnoses: rankedDiagnoses(record),
    papers: record.papers.map((paper) => paperOf(paper, signatures)).sort((a, b) => a.at.localeCompare(b.at)),
    forms: record.forms.filter(isOutpatientRecord).map((form) => ({
      form: formCode(form.questionnaire) ?? '',
      status: form.status,
      at: form.authored ?? '',
      author: form.author?.display ?? '',
      answers: answersOf(form.item ?? [], questionsOf(form.questionnaire), ctx.language),
    })),
    ...observationsOf(record),
    medicines: record.prescriptions.map((one) => ({
      name: one.medicationCodeableConcept?.text ?? '',
      dosage: one.dosageInstruction?.[0]?.text ?? '',
      quantity: [lexemeOf(one.dispenseRequest?.quantity?.value), one.dispenseRequest?.quantity?.unit]
        .filter(Boolean)
        .join(' '),
      status: one.status,
    })),
    allergies: allergyNames(allergies),
    timeline: timelineOf(record, signatures),
    mayExport: can(ctx.actor, 'records.export'),
    maySeeAudit: can(ctx.actor, 'audit.read'),
  }
}

/** What was asked and examined; every other form is read as its paper. */
const isOutpatientRecord = (form: QuestionnaireResponse): boolean =>
  formCode(form.questionnaire) === '15/BV1' && form.status !== 'entered-in-error'

function paperOf(paper: DocumentReference, signatures: readonly Provenance[]): RecordPaper {
  const own = signatures.filter((one) =>
    one.target.some((target) => target.reference?.startsWith(`DocumentReference/${paper.id}`)),
  )
  return {
    id: paper.id ?? '',
    form: paper.type?.coding?.find((coding) => coding.system === cs.form)?.code ?? '',
    title: paper.description ?? paper.type?.text ?? '',
    status: paper.status,
    at: paper.date ?? '',
    signed: isSigned(paper),
    replaces: paper.relatesTo?.find((one) => one.code === 'replaces')?.target.reference?.split('/')[1],
    correctionReason: paper.extension?.find((one) => one.url === ext.correctionReason)?.valueString,
    signatures: own.flatMap((one) =>
      (one.signature ?? []).map((signature) => ({
        who: signature.who.display ?? one.agent[0]?.who.display ?? '',
        role: one.agent[0]?.role?.[0]?.text ?? one.agent[0]?.role?.[0]?.coding?.[0]?.code ?? '',
        at: signature.when ?? one.recorded ?? '',
      })),
    ),
  }
}

/** Answers with their questions; what a form keeps hidden, the data of a drawing, is not read by people. */
function answersOf(
  items: readonly QuestionnaireResponseItem[],
  questions: ReadonlyMap<string, string>,
  language: Context['language'],
): readonly { question: string; answer: string }[] {
  return items.flatMap((item) => {
    const isShown = questions.size === 0 || questions.has(item.linkId)
    const texts = isShown ? (item.answer ?? []).map((one) => answerText(one, language)) : []
    const answer = texts.filter(Boolean).join('\n')
    return [
      ...(answer ? [{ question: questions.get(item.linkId) ?? item.text ?? item.linkId, answer }] : []),
      ...answersOf(item.item ?? [], questions, language),
      ...(item.answer ?? []).flatMap((one) => answersOf(one.item ?? [], questions, language)),
    ]
  })
}

const yesNo = { vi: ['Không', 'Có'], en: ['No', 'Yes'] } as const

function answerText(
  one: NonNullable<QuestionnaireResponseItem['answer']>[number],
  language: Context['language'],
): string {
  if (one.valueBoolean !== undefined) return yesNo[language][one.valueBoolean ? 1 : 0]
  const text =
    one.valueString ?? one.valueDate ?? one.valueTime ?? one.valueCoding?.display ?? one.valueCoding?.code
  if (text !== undefined) return text
  if (one.valueDateTime !== undefined) return dateTimeText(one.valueDateTime)
  return lexemeOf(one.valueDecimal ?? one.valueInteger) ?? one.valueReference?.display ?? ''
}

/** `2026-11-23 10:42` in Viet Nam. */
function dateTimeText(value: string): string {
  return value.length > 10 ? instantInVietnam(new Date(value)).slice(0, 16).replace('T', ' ') : value
}

function observationsOf(record: RecordMembers): Pick<RecordDetail, 'vitals' | 'results'> {
  const valueTextOf = (one: Observation) =>
    lexemeOf(one.valueQuantity?.value) ??
    one.valueString ??
    one.valueCodeableConcept?.text ??
    one.valueCodeableConcept?.coding?.[0]?.display ??
    ''
  const parts = (one: Observation): readonly Observation[] =>
    one.component ? one.component.map((part) => ({ ...one, ...part }) as Observation) : [one]
  const vitals = record.observations
    .filter((one) => !isLaboratory(one) && one.status !== 'entered-in-error')
    .flatMap(parts)
  const results = record.observations.filter((one) => isLaboratory(one) && released.includes(one.status))
  return {
    vitals: vitals.map((one) => ({
      name: one.code?.text ?? one.code?.coding?.[0]?.display ?? '',
      value: valueTextOf(one),
      unit: one.valueQuantity?.unit ?? '',
      at: one.effectiveDateTime ?? '',
    })),
    results: results.map((one) => ({
      name: one.code?.text ?? '',
      value: `${one.valueQuantity?.comparator ?? ''}${valueTextOf(one)}`,
      unit: one.valueQuantity?.unit ?? '',
      flag: one.interpretation?.[0]?.coding?.[0]?.code,
      range: one.referenceRange?.[0]?.text ?? '',
      at: one.effectiveDateTime ?? '',
      status: one.status,
    })),
  }
}
