import type { Encounter } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type Retention, retentionOf } from './domain/retention.ts'
import { retentionOnRecord } from './encounter-record.ts'
import { raisedRetention } from './raise-retention.ts'
import { dayOf } from './record-facts.ts'
import { type RecordMembers, readRecord } from './record-members.ts'
import { retentionRules } from './rules.ts'

/** Codes of this house and of HL7. */
const died: ReadonlySet<string> = new Set(['death', 'exp'])

/** How long a record is kept, from its diagnoses and outcome; counted from the year it was closed. */
export function recordRetention(ctx: Context, record: RecordMembers): Retention | undefined {
  const { encounter, patient } = record
  const disposition = encounter.hospitalization?.dischargeDisposition?.coding ?? []
  const closedOn = dayOf(encounter.period?.end) ?? dayInVietnam(ctx.now())
  return retentionOf(
    {
      closedOn,
      deceased:
        disposition.some((coding) => died.has(coding.code ?? '')) ||
        diedInVisit(patient?.deceasedDateTime, encounter),
      icd10: record.conditions.flatMap(
        (one) =>
          one.code?.coding?.filter((coding) => coding.system === cs.icd10).map((coding) => coding.code ?? '') ??
          [],
      ),
    },
    retentionRules,
  )
}

/** Row 39 speaks of the record of a deceased patient: a death after the visit is another record's. */
function diedInVisit(deceased: string | undefined, encounter: Encounter): boolean {
  const [on, start, end] = [dayOf(deceased), dayOf(encounter.period?.start), dayOf(encounter.period?.end)]
  return on !== undefined && start !== undefined && on >= start && (end === undefined || on <= end)
}

export function withRetention<T extends Encounter>(encounter: T, retention: Retention): T {
  const others = (encounter.extension ?? []).filter((one) => one.url !== ext.retention)
  const said = {
    url: ext.retention,
    extension: [
      { url: 'class', valueCode: retention.code },
      { url: 'years', valueInteger: retention.years },
      { url: 'until', valueDate: retention.until },
      { url: 'source', valueString: `${retention.source}, dòng ${retention.row}` },
    ],
  }
  return { ...encounter, extension: [...others, said] }
}

/** Name of the class under which a record was archived. */
export async function retentionTitleOf(ctx: Context, encounterId: string): Promise<string> {
  const raised = await raisedRetention(ctx, encounterId)
  const code = raised?.code ?? retentionOnRecord(await readRecord(ctx, encounterId))?.code ?? ''
  const found = retentionRules.flatMap((rule) => rule.classes).find((one) => one.code === code)
  return found?.title.vi ?? code
}
