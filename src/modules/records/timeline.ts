import type { Provenance } from '@medplum/fhirtypes'
import type { TimelineEntry } from './contract.ts'
import { eventsOf } from './encounter-record.ts'
import { isLaboratory } from './record-facts.ts'
import type { RecordMembers } from './record-members.ts'

/** What happened in a record, newest first; measurements of one moment are one line. */
export function timelineOf(record: RecordMembers, signatures: readonly Provenance[]): readonly TimelineEntry[] {
  const { encounter } = record
  const entries: TimelineEntry[] = [
    entry('visit', encounter.period?.start, '', encounter.reasonCode?.[0]?.text ?? '', '', encounter.status),
    ...eventsOf(encounter).map((event) =>
      entry('state', event.at, event.state, event.reason ?? '', event.who, event.state),
    ),
    ...record.conditions.map((one) =>
      entry(
        'diagnosis',
        one.recordedDate ?? one.meta?.lastUpdated,
        one.code?.text ?? '',
        one.code?.coding?.[0]?.code ?? '',
        one.recorder?.display ?? '',
        '',
      ),
    ),
    ...record.orders.map((one) =>
      entry(
        'order',
        one.authoredOn,
        one.code?.text ?? '',
        one.requisition?.value ?? '',
        one.requester?.display ?? '',
        one.status ?? '',
      ),
    ),
    ...record.reports.map((one) =>
      entry(
        'result',
        one.issued,
        one.code?.text ?? '',
        `${one.result?.length ?? 0}`,
        one.performer?.[0]?.display ?? '',
        one.status,
      ),
    ),
    ...record.prescriptions.map((one) =>
      entry(
        'prescription',
        one.authoredOn,
        one.medicationCodeableConcept?.text ?? '',
        one.dosageInstruction?.[0]?.text ?? '',
        one.requester?.display ?? '',
        one.status,
      ),
    ),
    ...record.forms.map((one) =>
      entry(
        'form',
        one.authored,
        one.questionnaire?.split('|')[0]?.replace('urn:lanong:form:', '').replace('-BV', '/BV') ?? '',
        '',
        one.author?.display ?? '',
        one.status,
      ),
    ),
    ...record.papers.map((one) =>
      entry(
        'paper',
        one.date,
        one.description ?? '',
        one.type?.coding?.[0]?.code ?? '',
        one.author?.[0]?.display ?? '',
        one.docStatus ?? one.status,
      ),
    ),
    ...signatures.map((one) =>
      entry('signature', one.recorded, paperName(record, one), '', one.agent[0]?.who.display ?? '', ''),
    ),
    ...vitals(record),
  ]
  return entries.filter((one) => one.at !== '').sort((a, b) => b.at.localeCompare(a.at))
}

function entry(
  kind: TimelineEntry['kind'],
  at: string | undefined,
  what: string,
  detail: string,
  who: string,
  status: string,
): TimelineEntry {
  return { kind, at: at ?? '', what, detail, who, status }
}

function paperName(record: RecordMembers, signature: Provenance): string {
  const target = signature.target[0]?.reference ?? ''
  return record.papers.find((paper) => target.startsWith(`DocumentReference/${paper.id}`))?.description ?? ''
}

function vitals(record: RecordMembers): readonly TimelineEntry[] {
  const moments = new Map<string, { names: string[]; who: string }>()
  for (const one of record.observations) {
    if (isLaboratory(one) || !one.effectiveDateTime) continue
    const moment = moments.get(one.effectiveDateTime) ?? { names: [], who: one.performer?.[0]?.display ?? '' }
    moment.names.push(one.code?.text ?? '')
    moments.set(one.effectiveDateTime, moment)
  }
  return [...moments].map(([at, { names, who }]) =>
    entry('vitals', at, String(names.length), names.filter(Boolean).join(', '), who, ''),
  )
}
