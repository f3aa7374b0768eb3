import type { Encounter, MedicationRequest } from '@medplum/fhirtypes'
import { idOf, recordStateOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { isWardDrug } from '#modules/drug-orders/index.ts'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { diedIn } from './ask.ts'
import type { StayMeetings } from './contract.ts'
import { kindOf, type Meeting, stateOf } from './domain/meeting.ts'
import { meetingsOfStay } from './load.ts'
import { invitableDepartments, ownDepartments } from './people.ts'
import { meetingRows } from './rows.ts'
import { consultedDrugsOn, kindsOn } from './rules.ts'

const open = new Set(['open', 'finished'])

/** Meetings about one stay, and what one can be asked with. */
export async function stayMeetings(ctx: Context, encounterId: string): Promise<StayMeetings> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const [meetings, departments, own, died] = await Promise.all([
    meetingsOfStay(ctx, encounterId),
    invitableDepartments(ctx),
    ownDepartments(ctx),
    diedIn(ctx, encounter),
  ])
  await auditView(ctx, { patientId, kind: 'stay.consultations', entities: [`Encounter/${encounterId}`] })
  return {
    patientId,
    editable: open.has(recordStateOf(encounter)) && encounter.status !== 'cancelled',
    died: died !== undefined,
    meetings: await meetingRows(ctx, meetings, own),
    kinds: kindsOn(dayInVietnam(ctx.now())).map(({ code, title, source }) => ({ code, title, source })),
    departments,
    drugs: await drugsToConsult(ctx, encounterId, meetings),
  }
}

/** Drugs in force that the rules give after a consultation, ordered since the last one of the stay was held or asked for. */
async function drugsToConsult(
  ctx: Context,
  encounterId: string,
  meetings: readonly Meeting[],
): Promise<StayMeetings['drugs']> {
  const [requests, { drugs }] = await Promise.all([
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
      encounter: `Encounter/${encounterId}`,
      status: 'active',
      _count: '300',
    }),
    readDrugCatalogue(ctx),
  ])
  const rules = consultedDrugsOn(dayInVietnam(ctx.now()))
  const last = meetings
    .filter((one) => kindOf(one.root) === 'consultation' && stateOf(one) !== 'cancelled')
    .map(({ root }) => root.executionPeriod?.end ?? root.authoredOn ?? '')
    .reduce((newest, at) => Math.max(newest, Date.parse(at) || 0), 0)
  return requests.flatMap((request) => {
    const concept = request.medicationCodeableConcept
    const code = concept?.coding?.find(({ system }) => system === cs.drug)?.code ?? ''
    const atc = drugs.get(code)?.atc ?? ''
    const rule = atc ? rules.find((one) => atc.startsWith(one.atc)) : undefined
    const since = request.authoredOn ?? ''
    if (!rule || !isWardDrug(request) || Date.parse(since) <= last) return []
    return [{ name: concept?.text ?? code, since, why: rule.title, source: rule.source }]
  })
}
