import { cs, sid } from '#fhir/systems.ts'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { completenessOf } from './completeness.ts'
import { archiveNumberOf, eventsOf, retentionOnRecord } from './encounter-record.ts'
import { recognisedIn } from './recognised.ts'
import { doctorOf } from './record-facts.ts'
import { type RecordMembers, readMembers } from './record-members.ts'
import { fillRow, takeDirty } from './repository.ts'

/** Brings rows that a write made old up to date. Returns how many were. */
export async function refreshIndex(ctx: Context, limit = 100): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await takeDirty(tx, limit)
    for (const row of rows) await refreshRow(tx, row.encounter_id)
    return rows.length
  })
}

async function refreshRow(ctx: Context, id: string): Promise<void> {
  const record = await readMembers(ctx, id)
  const { needs, missing, dueOn } = completenessOf(record)
  const events = eventsOf(record.encounter)
  const name = record.patient?.name?.[0]?.text ?? ''
  const doctor = doctorOf(record)
  const retention = retentionOnRecord(record.encounter)
  const archivedAt = events.findLast((event) => event.state === 'archived')?.at
  await fillRow(ctx, id, {
    patient_name: name,
    patient_fold: fold(name),
    mrn: record.patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? '',
    born_on: record.patient?.birthDate ?? null,
    sex: record.patient?.gender ?? null,
    department: departmentOf(record),
    doctor_id: doctor?.reference?.split('/')[1] ?? null,
    doctor_name: doctor?.display ?? '',
    doctor_fold: fold(doctor?.display ?? ''),
    ...diagnosesOf(record),
    words: wordsOf(record, doctor?.display ?? '') + (await recognisedIn(ctx, id)),
    due_on: dueOn ?? null,
    archived_at: archivedAt ? new Date(archivedAt) : null,
    kept_until: retention?.until ?? null,
    reopened: events.some((event) => event.state === 'open'),
    needed: needs.length,
    missing,
  })
}

function departmentOf(record: RecordMembers): string {
  const { encounter } = record
  return (
    encounter.serviceProvider?.display ??
    encounter.serviceType?.text ??
    encounter.serviceType?.coding?.[0]?.display ??
    encounter.location?.[0]?.location?.display ??
    ''
  )
}

/** Diagnoses of the visit, the primary one first. */
export function rankedDiagnoses(record: RecordMembers) {
  return [...(record.encounter.diagnosis ?? [])]
    .sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99))
    .flatMap((one) => {
      const condition = record.conditions.find((each) => `Condition/${each.id}` === one.condition?.reference)
      if (!condition) return []
      const code = condition.code?.coding?.find((coding) => coding.system === cs.icd10)
      return [
        {
          code: code?.code ?? '',
          text: condition.code?.text ?? code?.display ?? '',
          role: one.use?.coding?.[0]?.code ?? '',
          rank: one.rank ?? 99,
        },
      ]
    })
}

function diagnosesOf(record: RecordMembers): { icd10: readonly string[]; diagnosis: string } {
  const ranked = rankedDiagnoses(record)
  return { icd10: [...new Set(ranked.map((one) => one.code).filter(Boolean))], diagnosis: ranked[0]?.text ?? '' }
}

/** Everything a record is looked for by, folded into one text; a number also without its leading zeros. */
function wordsOf(record: RecordMembers, doctor: string): string {
  const archived = archiveNumberOf(record.encounter) ?? ''
  const diagnoses = rankedDiagnoses(record).flatMap((one) => [one.code, one.text])
  const mrn = record.patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? ''
  const texts = [
    ...[record.number, archived, mrn, record.patient?.name?.[0]?.text ?? '', departmentOf(record), doctor],
    ...diagnoses,
    ...(record.encounter.reasonCode ?? []).map((one) => one.text ?? ''),
    ...record.orders.flatMap((one) => [one.code?.text ?? '', one.code?.coding?.[0]?.code ?? '']),
    ...record.prescriptions.map((one) => one.medicationCodeableConcept?.text ?? ''),
  ]
  return fold([...new Set(texts.filter(Boolean))].join(' · '))
}
