import { createHash } from 'node:crypto'
import type { Organization } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { withPlaces } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { structures } from '#store/definitions.ts'
import { findResource } from '#store/read.ts'
import type { DestructionView } from './contract.ts'
import type { Member } from './minutes-paper.ts'

interface ErasedRow {
  readonly seq: number
  readonly type: number
  readonly id: string
  readonly version: number
  readonly encounter_id: string
  readonly hash: Buffer
  readonly left: number
}

/** What was erased, with its hashes and numbers in the ledger, and what a look afterwards still found. */
export async function proofOf(ctx: Context, list: DestructionView) {
  const { rows } = await sql<ErasedRow>`
    select e.seq, e.type, e.id, e.version, e.encounter_id, e.hash, length(v.content) as left
    from record_erased e join resource_version v on v.facility = e.facility and v.seq = e.seq
    where e.facility = ${ctx.facility} and e.destruction_id = ${list.id}::uuid order by e.seq`.execute(ctx.db)
  const files = await sql<{ hash: string }>`
    select distinct unnest(files) as hash from record_destruction_item
    where facility = ${ctx.facility} and destruction_id = ${list.id}::uuid and erased_at is not null order by 1`.execute(
    ctx.db,
  )
  const hashes = files.rows.map((row) => row.hash)
  const present = await Promise.all(hashes.map((hash) => ctx.blobs.has(hash)))
  return {
    list: list.number,
    records: list.items
      .filter((one) => one.erasedAt)
      .map(({ number, archiveNumber, encounterId }) => ({ number, archiveNumber, encounterId })),
    versions: rows.map((row) => ({
      leaf: row.seq,
      name: `${structures.resourceTypeName(row.type)}/${row.id}/_history/${row.version}`,
      record: row.encounter_id,
      sha256: row.hash.toString('hex'),
    })),
    files: hashes,
    left: { versions: rows.filter((row) => row.left > 0).length, files: present.filter(Boolean).length },
  }
}

/** 23/11/2026 04:15 */
const dayText = (day: string) => day.slice(0, 10).split('-').reverse().join('/')
const person = (name: string | undefined, at = '') => `${name ?? ''}, ${dayText(at)} ${at.slice(11, 16)}`

/** Writes the minutes of a list that was carried out, and keeps them with the proof. */
export async function makeMinutes(
  ctx: Context,
  list: DestructionView,
  members: readonly Member[],
): Promise<{ sha256: string; size: number; proof: string }> {
  const owner = await findResource<Organization>(ctx, 'Organization', 'facility')
  const proof = await proofOf(ctx, list)
  const proofHash = createHash('sha256').update(JSON.stringify(proof)).digest('hex')
  const { pdf, marks } = await paperRenderer().render({
    template: '_print/destruction.typ',
    data: {
      title: `Biên bản hủy hồ sơ ${list.number}`,
      facility: owner?.name ?? '',
      number: list.number,
      note: list.note,
      prepared: person(list.preparedBy, list.preparedAt),
      approved: person(list.decidedBy, list.decidedAt),
      done: person(ctx.actor.name, instantInVietnam(ctx.now())),
      items: list.items
        .filter((one) => one.erasedAt)
        .map((one) => ({ ...one, keptUntil: dayText(one.keptUntil) })),
      kept: list.items.flatMap((one) => (one.leftOver ? [{ number: one.number, why: one.leftOver }] : [])),
      left: proof.left,
      proof: proofHash,
      members: members.map(({ slot, title, name }) => ({ slot, title: title.vi.toUpperCase(), name })),
    },
    at: ctx.now(),
    standard: 'a-2b',
  })
  const places = members.map(({ slot, role, title }) => ({
    id: slot,
    role,
    title,
    order: 1,
    required: true,
    note: undefined,
  }))
  const bytes = await withPlaces(pdf, marks, places)
  return { sha256: await ctx.blobs.put(bytes), size: bytes.length, proof: proofHash }
}
