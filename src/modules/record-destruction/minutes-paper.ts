import type { DocumentReference } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { placeTitles } from '#modules/documents/index.ts'
import { openSlots, provenFile } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource, readResource } from '#store/read.ts'
import type { DestructionRow } from './repository.ts'

const code = 'BBHHS'
const title = 'Biên bản hủy hồ sơ bệnh án'
const blobPrefix = 'urn:lanong:blob:'

/** A member who signs the minutes. */
export interface Member {
  readonly slot: 'prepared' | 'done' | 'approved'
  readonly title: { readonly vi: string; readonly en: string }
  readonly name: string
  /** Practitioner, or account of who is none. */
  readonly person: string
  readonly role: string
}

const titles = {
  prepared: { vi: 'Người lập danh mục', en: 'Prepared the list' },
  done: { vi: 'Người thực hiện', en: 'Carried it out' },
  approved: { vi: 'Người phê duyệt', en: 'Approved it' },
} as const

export const memberTitle = (slot: string, language: 'vi' | 'en'): string =>
  Object.entries(titles).find(([name]) => name === slot)?.[1][language] ?? slot

/** Who signs: who prepared, who carried out when it is another one, who approved. */
export function membersOf(
  row: DestructionRow,
  doer: { name: string; person: string; role: string },
): readonly Member[] {
  const preparer = { name: row.prepared_name, person: row.prepared_by, role: row.prepared_role }
  const approver = {
    name: row.decided_name ?? '',
    person: row.decided_by ?? '',
    role: row.decided_role ?? 'director',
  }
  return [
    { slot: 'prepared', title: titles.prepared, ...preparer },
    ...(doer.person === row.prepared_by ? [] : [{ slot: 'done', title: titles.done, ...doer } as const]),
    { slot: 'approved', title: titles.approved, ...approver },
  ]
}

/** Keeps the minutes as a paper that waits for its members. Of no patient: it tells numbers of records only. */
export async function fileMinutes(
  ctx: Context,
  minutes: { readonly sha256: string; readonly size: number; readonly number: string },
  members: readonly Member[],
): Promise<string> {
  const id = ctx.newId()
  const resource: DocumentReference = {
    resourceType: 'DocumentReference',
    id,
    extension: placeTitles(members.map((one) => ({ id: one.slot, title: one.title }))),
    masterIdentifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    status: 'current',
    docStatus: 'preliminary',
    type: { coding: [{ system: cs.form, code, version: dayInVietnam(ctx.now()), display: title }], text: title },
    date: instantInVietnam(ctx.now()),
    custodian: { reference: 'Organization/facility' },
    description: `${title} ${minutes.number}`,
    content: [
      {
        attachment: {
          contentType: 'application/pdf',
          language: 'vi',
          url: `${blobPrefix}${minutes.sha256}`,
          size: minutes.size,
          title: `${title} ${minutes.number}`,
          creation: instantInVietnam(ctx.now()),
        },
      },
    ],
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  const places = members.map(async ({ slot, person, role }) => ({
    slot,
    turn: 1,
    role,
    // Who is no practitioner has no name on the work list: then it waits for the office.
    practitionerId: (await findResource(ctx, 'Practitioner', person))?.id,
    department: undefined,
  }))
  await openSlots(ctx, id, await Promise.all(places))
  return id
}

/** The minutes as they are now, with the signatures and proofs that they have. */
export async function minutesBytes(ctx: Context, row: DestructionRow): Promise<Buffer | undefined> {
  if (!row.minutes) return undefined
  if (!row.minutes_paper) return ctx.blobs.get(row.minutes)
  const paper = await readResource<DocumentReference>(ctx, 'DocumentReference', row.minutes_paper)
  const sha256 = paper.content?.[0]?.attachment?.url?.slice(blobPrefix.length) ?? row.minutes
  return ctx.blobs.get(await provenFile(ctx, sha256))
}
