import type {
  DiagnosticReport,
  DocumentReference,
  Encounter,
  MedicationRequest,
  Resource,
} from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Event, TimelineView } from './contract.ts'
import { type Cursor, type EventKind, eventKinds, pageOf, readCursor } from './domain/event.ts'
import { paperOf, visitOf } from './summary.ts'

/** Events of a page. Later pages ask for more than they show: events of one instant must not be lost. */
const pageSize = 30
const askedAtFirst = 31
const askedLater = 80

function optional(facts: Record<string, string | boolean | undefined>): object {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''))
}

const isStay = (one: Encounter) => one.class?.code === 'IMP'

/** A stay is not examined, it lies in a ward. */
const statusOf = (one: Encounter) => (isStay(one) && one.status === 'in-progress' ? 'inpatient' : one.status)

function visitEvent(one: Encounter): Event {
  const visit = visitOf(one)
  const title = visit.reason ?? one.type?.[0]?.text ?? one.type?.[0]?.coding?.[0]?.display ?? ''
  return {
    key: `visit:${visit.id}`,
    kind: 'visit',
    at: visit.at ?? one.meta?.lastUpdated ?? '',
    title,
    ...optional({
      detail: [visit.place, visit.recordNumber].filter(Boolean).join(' · '),
      state: visit.recordState === 'open' ? statusOf(one) : visit.recordState,
      encounterId: visit.id,
      stay: isStay(one) || undefined,
    }),
  }
}

function resultEvent(one: DiagnosticReport): Event {
  const names = (one.result ?? []).flatMap((each) => each.display ?? [])
  const title = one.code?.text ?? one.code?.coding?.[0]?.display ?? one.category?.[0]?.coding?.[0]?.display ?? ''
  return {
    key: `result:${one.id}`,
    kind: 'result',
    at: one.issued ?? one.effectiveDateTime ?? '',
    title,
    ...optional({ detail: names.slice(0, 6).join(', '), state: one.status, encounterId: idOf(one.encounter) }),
  }
}

/** Lines of one prescription are one event; a line without a code stands for itself. */
function prescriptionEvents(requests: readonly MedicationRequest[]): Event[] {
  const code = (one: MedicationRequest) =>
    one.groupIdentifier?.system === sid.prescription ? one.groupIdentifier.value : undefined
  const groups = Map.groupBy(
    requests,
    (one) => code(one) ?? `${one.encounter?.reference ?? ''}@${one.authoredOn ?? one.id}`,
  )
  return [...groups].flatMap(([key, group]): Event[] => {
    const first = group[0]
    if (!first) return []
    const names = group.map(
      (one) =>
        one.medicationCodeableConcept?.text ??
        one.medicationCodeableConcept?.coding?.[0]?.display ??
        one.medicationReference?.display ??
        '',
    )
    return [
      {
        key: `prescription:${key}`.slice(0, 100),
        kind: 'prescription',
        at: first.authoredOn ?? first.meta?.lastUpdated ?? '',
        title: names.join(', '),
        ...optional({
          detail: code(first),
          state: first.status === 'stopped' ? 'stopped' : undefined,
          encounterId: idOf(first.encounter),
        }),
      },
    ]
  })
}

function paperEvent(one: DocumentReference): Event {
  const paper = paperOf(one)
  return {
    key: `paper:${paper.id}`,
    kind: 'paper',
    at: paper.at,
    title: paper.title,
    documentId: paper.id,
    ...optional({ detail: paper.form, state: paper.state, encounterId: paper.encounterId }),
  }
}

interface Source {
  readonly type: 'Encounter' | 'DiagnosticReport' | 'MedicationRequest' | 'DocumentReference'
  readonly date: string
  readonly also: Readonly<Record<string, string>>
  events(found: readonly Resource[]): Event[]
}

const sources: Readonly<Record<EventKind, Source>> = {
  visit: { type: 'Encounter', date: 'date', also: {}, events: (found) => (found as Encounter[]).map(visitEvent) },
  result: {
    type: 'DiagnosticReport',
    date: 'date',
    also: { status: 'final,amended,corrected,appended' },
    events: (found) => (found as DiagnosticReport[]).map(resultEvent),
  },
  prescription: {
    type: 'MedicationRequest',
    date: 'authoredon',
    also: { status: 'active,completed,stopped' },
    events: (found) => prescriptionEvents(found as MedicationRequest[]),
  },
  paper: {
    type: 'DocumentReference',
    date: 'date',
    also: { status: 'current' },
    events: (found) => (found as DocumentReference[]).map(paperEvent),
  },
}

async function findOf(
  ctx: Context,
  patientId: string,
  kind: EventKind,
  cursor: Cursor | undefined,
): Promise<Resource[]> {
  const { type, date, also } = sources[kind]
  // Before the second after the cursor's: `le` would leave out visits without an end that begin in its second.
  const until = cursor ? { [date]: `lt${instantInVietnam(new Date(cursor.ms + 1000))}` } : {}
  return searchResources<Resource>(ctx, type, {
    patient: patientId,
    ...also,
    ...until,
    _count: String(askedWith(cursor)),
  })
}

const askedWith = (cursor: Cursor | undefined) => (cursor ? askedLater : askedAtFirst)

function kindsIn(text: string | undefined): readonly EventKind[] {
  const wanted = (text ?? '').split(',')
  const known = eventKinds.filter((kind) => wanted.includes(kind))
  return known.length > 0 ? known : eventKinds
}

/** A page of what happened to a patient, newest first. */
export async function readTimeline(
  ctx: Context,
  patientId: string,
  asked: { readonly before?: string; readonly kinds?: string },
): Promise<TimelineView> {
  const cursor = readCursor(asked.before)
  const kinds = kindsIn(asked.kinds)
  return timelineOf(kinds, await Promise.all(kinds.map((kind) => findOf(ctx, patientId, kind, cursor))), cursor)
}

/** The first page, with the newest visits and papers that it was made of. */
export async function readNewest(
  ctx: Context,
  patientId: string,
): Promise<{
  readonly timeline: TimelineView
  readonly encounters: readonly Encounter[]
  readonly documents: readonly DocumentReference[]
}> {
  const found = await Promise.all(eventKinds.map((kind) => findOf(ctx, patientId, kind, undefined)))
  const of = (kind: EventKind) => found[eventKinds.indexOf(kind)] ?? []
  return {
    timeline: timelineOf(eventKinds, found, undefined),
    encounters: of('visit') as Encounter[],
    documents: of('paper') as DocumentReference[],
  }
}

function timelineOf(
  kinds: readonly EventKind[],
  found: readonly (readonly Resource[])[],
  cursor: Cursor | undefined,
): TimelineView {
  const most = askedWith(cursor)
  const pages = kinds.map((kind, at) => {
    const resources = found[at] ?? []
    return { events: sources[kind].events(resources), more: resources.length === most }
  })
  return pageOf(pages, cursor, pageSize)
}
