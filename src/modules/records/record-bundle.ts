import type { Composition, Resource } from '@medplum/fhirtypes'
import { canonicalJson, parseJsonBytes } from '#fhir/json.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { findCurrent } from '#store/read.ts'
import { listRecordMembers } from '#store/record-members.ts'
import type { StoredVersion } from '#store/types.ts'
import { practitioner } from './practitioner.ts'
import { readRecord } from './record-members.ts'

/** What a reader of the document needs besides the record: the patient, who wrote, where. */
const outside = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Coverage',
  'Questionnaire',
]

const keyOf = (stored: { readonly type: string; readonly id: string }) => `${stored.type}/${stored.id}`

/**
 * The record as a FHIR document: a Composition, then every resource of the record with its stored bytes, so
 * that their hashes are those of the ledger; and what stands around the record.
 * @see http://hl7.org/fhir/R4/documents.html
 */
export async function recordBundle(
  ctx: Context,
  id: string,
  number: string,
): Promise<{ readonly bytes: Buffer; readonly around: readonly StoredVersion[] }> {
  const members = await listRecordMembers(ctx, id)
  const around = await referred(ctx, members)
  const at = instantInVietnam(ctx.now())
  const encounter = await readRecord(ctx, id)
  const documentId = ctx.newId()
  const composition: Composition & { id: string } = {
    resourceType: 'Composition',
    id: documentId,
    status: 'final',
    type: { coding: [{ system: cs.loinc, code: '11503-0', display: 'Medical records' }], text: 'Hồ sơ bệnh án' },
    ...(encounter.subject ? { subject: encounter.subject } : {}),
    encounter: { reference: `Encounter/${id}` },
    date: at,
    author: [practitioner(ctx)],
    title: `Hồ sơ bệnh án ${number}`,
    section: sections(members),
  }
  const base = `${ctx.config.publicUrl ?? 'https://lanong.invalid'}/fhir/R4/`
  const entry = (key: string, content: string) => `{"fullUrl":${JSON.stringify(base + key)},"resource":${content}}`
  const entries = [
    entry(`Composition/${documentId}`, canonicalJson(composition)),
    ...[...around, ...members].map((stored) => entry(keyOf(stored), stored.content.toString('utf8'))),
  ]
  const head = {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${documentId}` },
    type: 'document',
    timestamp: at,
  }
  const bytes = Buffer.from(`${canonicalJson(head).slice(0, -1)},"entry":[${entries.join(',')}]}`, 'utf8')
  return { bytes, around }
}

/** One section per type, in the order of the record. */
function sections(members: readonly StoredVersion[]): NonNullable<Composition['section']> {
  const byType = new Map<string, StoredVersion[]>()
  for (const member of members) byType.set(member.type, [...(byType.get(member.type) ?? []), member])
  return [...byType].map(([type, list]) => ({
    title: type,
    entry: list.map((one) => ({ reference: keyOf(one) })),
  }))
}

/** Resources that members refer to and that are no members themselves; two steps reach organisations of staff. */
async function referred(ctx: Context, members: readonly StoredVersion[]): Promise<readonly StoredVersion[]> {
  const known = new Set(members.map(keyOf))
  const found: StoredVersion[] = []
  let from: readonly StoredVersion[] = members
  for (let step = 0; step < 2; step++) {
    const wanted = [...new Set(from.flatMap((one) => references(parseJsonBytes(one.content) as Resource)))].filter(
      (key) => !known.has(key),
    )
    const next: StoredVersion[] = []
    for (const key of wanted.sort()) {
      known.add(key)
      const [type = '', id = ''] = key.split('/')
      const stored = outside.includes(type) ? await findCurrent(ctx, type, id) : undefined
      if (stored) next.push(stored)
    }
    found.push(...next)
    from = next
  }
  return found
}

function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'reference' && typeof one === 'string'
      ? (/^[A-Z]\w+\/[A-Za-z0-9.-]+/.exec(one)?.[0] ?? [])
      : references(one),
  )
}
