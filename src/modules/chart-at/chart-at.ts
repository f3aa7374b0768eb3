import type { DiagnosticReport, DocumentReference, Observation, Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { titleOfRole } from '#modules/identity/index.ts'
import { findRecordState } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { AtQuery, ChartAt, FactAt } from './contract.ts'
import { shownValue } from './domain/shown-value.ts'
import { type PersonAt, personAt } from './person-at.ts'
import { chartHash, type VersionAt, versionsAt } from './versions-at.ts'

const released: ReadonlySet<string> = new Set(['final', 'amended', 'corrected', 'appended'])

/** A record as it was at a time; with a user name, as that person could see it then. */
export async function chartAt(ctx: Context, recordId: string, query: AtQuery): Promise<ChartAt> {
  const { patientId } = await findRecordState(ctx, recordId)
  const at = new Date(query.time)
  await auditView(ctx, { patientId, kind: 'chart.at', entities: [`Encounter/${recordId}`] })
  const versions = await versionsAt(ctx, { recordId, patientId, at })
  const person = query.user ? await personAt(ctx, { userName: query.user, patientId, at }) : undefined
  const seen = versions.filter((one) => couldSee(one, person))
  return {
    at: instantInVietnam(at),
    person: person && {
      userName: person.userName,
      roles: person.roles.map((role) => titleOfRole(role, ctx.language)),
      mayRead: person.mayRead,
    },
    facts: (person && !person.mayRead ? [] : seen).map((one) => factOf(one, person)),
    withheld: versions.length - seen.length,
    hash: chartHash(versions),
    agrees: versions.every((one) => one.agrees),
  }
}

/** A result is known to the ward when the laboratory releases it; before, to the laboratory. */
function couldSee(version: VersionAt, person: PersonAt | undefined): boolean {
  if (!person || person.roles.includes('laboratory')) return true
  if (version.type !== 'Observation' && version.type !== 'DiagnosticReport') return true
  const resource = parseJsonBytes(version.content) as Observation | DiagnosticReport
  const categories = resource.category ?? []
  const isResult =
    version.type === 'DiagnosticReport' ||
    categories.some((one) => one.coding?.some((coding) => coding.code === 'laboratory'))
  return !isResult || released.has(resource.status)
}

function factOf(version: VersionAt, person: PersonAt | undefined): FactAt {
  const resource = parseJsonBytes(version.content) as Resource
  return {
    type: version.type,
    id: version.id,
    version: version.version,
    recordedAt: instantInVietnam(version.recordedAt),
    what: nameOf(resource),
    ...shownValue(resource),
    status: statusOf(resource),
    sha256: version.hash.toString('hex'),
    openedAt: person?.opened.get(`${version.type}/${version.id}/_history/${version.version}`),
  }
}

interface Named {
  readonly code?: {
    readonly text?: string
    readonly coding?: readonly { readonly display?: string; readonly code?: string }[]
  }
  readonly description?: string
  readonly questionnaire?: string
  readonly medicationCodeableConcept?: { readonly text?: string }
  readonly type?: { readonly text?: string }
}

function nameOf(resource: Resource): string {
  const { code, description, questionnaire, medicationCodeableConcept, type } = resource as unknown as Named
  const coding = code?.coding?.[0]
  const named = code?.text ?? coding?.display ?? medicationCodeableConcept?.text ?? description
  const form = /^urn:lanong:form:([^|]+)/.exec(questionnaire ?? '')?.[1]?.replace('-BV', '/BV')
  return named ?? form ?? type?.text ?? ''
}

/** A paper is told by how far its signatures are. */
function statusOf(resource: Resource): string {
  const { status, docStatus } = resource as DocumentReference
  return (status === 'current' && docStatus) || status || ''
}
