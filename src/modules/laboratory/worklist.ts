import type { Patient } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { labBook } from './catalogue.ts'
import type { Worklist, WorklistQuery, WorklistRow } from './contract.ts'
import { type WorkState, workStates } from './domain/work-state.ts'
import { patientView } from './patient-view.ts'
import { readMany } from './read-many.ts'
import { listRequisitions } from './worklist-query.ts'

const most = 300

/** The laboratory's desk: requisitions that wait, urgent ones first. */
export async function worklist(ctx: Context, query: WorklistQuery): Promise<Worklist> {
  const rows = await listRequisitions(ctx, most)
  const patients = await readMany<Patient>(
    ctx,
    'Patient',
    rows.map((row) => row.patient_id),
  )
  const all = rows.map(
    (row): WorklistRow => ({
      requisition: row.requisition,
      patient: patientView(patients.get(row.patient_id), row.patient_id),
      state: leastState(row.tests),
      urgent: row.urgent,
      critical: row.critical,
      orderedAt: instantInVietnam(row.ordered_at),
      requester: row.requester_name ?? '',
      groups: row.groups,
      tests: row.tests,
      accessions: row.accessions,
    }),
  )
  const counts: Record<string, number> = {}
  for (const row of all) counts[row.state] = (counts[row.state] ?? 0) + 1
  const present = new Set(all.flatMap((row) => row.groups))
  const groups = [...(await labBook(ctx)).groups]
    .filter(([code]) => present.has(code))
    .map(([code, name]) => ({ code, name }))
  return { rows: all.filter((row) => fits(row, query)), counts, groups }
}

/** A requisition stands where its slowest test stands. */
function leastState(tests: readonly { readonly state: WorkState }[]): string {
  const least = Math.min(...tests.map((test) => workStates.indexOf(test.state)))
  return workStates[least] ?? 'ordered'
}

function fits(row: WorklistRow, query: WorklistQuery): boolean {
  if (query.state && !query.state.split(',').includes(row.state)) return false
  if (query.group && !row.groups.includes(query.group)) return false
  if (query.urgent && !row.urgent) return false
  const words = fold(query.q ?? '')
  if (!words) return true
  const text = fold([row.patient.name, row.patient.mrn, row.requisition, ...row.accessions].join(' '))
  return words.split(' ').every((word) => text.includes(word))
}
