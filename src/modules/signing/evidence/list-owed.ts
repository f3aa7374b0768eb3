import type { DocumentReference } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import type { OwedPaper, ProofsView } from '../contract.ts'
import { formOf } from '../paper.ts'
import { sayReason } from '../words.ts'
import { evidenceTable, type PaperEvidenceTable } from './table.ts'

const mostShown = 200

async function view(ctx: Context, row: PaperEvidenceTable): Promise<OwedPaper[]> {
  const paper = await findResource<DocumentReference>(ctx, 'DocumentReference', row.document_id)
  if (!paper || row.state === 'accepted') return []
  return [
    {
      id: row.document_id,
      title: formOf(paper).title[ctx.language],
      encounterId: idOf(paper.context?.encounter?.[0]),
      patientId: idOf(paper.subject),
      patientName: paper.subject?.display ?? '',
      recordNumber: paper.content?.[0]?.attachment?.title?.split(' ').at(-1) ?? '',
      level: row.level,
      wanted: row.wanted,
      state: row.state,
      reason: sayReason(ctx.language, row.reason ?? ''),
      since: instantInVietnam(row.since),
      tries: row.tries,
      ...present({ nextTry: row.next_try ? instantInVietnam(row.next_try) : undefined }),
    },
  ]
}

/** Signed papers whose proofs are not whole, and how many papers are in which state. */
export async function listOwed(ctx: Context): Promise<ProofsView> {
  const { rows: counts } = await sql<{ state: 'accepted' | 'waiting' | 'refused'; n: number }>`
    select state, count(*)::int as n from paper_evidence where facility = ${ctx.facility} group by state`.execute(
    ctx.db,
  )
  const rows = await evidenceTable(ctx)
    .selectFrom('paper_evidence')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('state', '<>', 'accepted')
    .orderBy('since')
    .limit(mostShown)
    .execute()
  const count = (state: string) => counts.find((one) => one.state === state)?.n ?? 0
  const papers = await Promise.all(rows.map((row) => view(ctx, row)))
  return {
    sent: counts.reduce((sum, { n }) => sum + n, 0),
    accepted: count('accepted'),
    refused: count('refused'),
    waiting: count('waiting'),
    papers: papers.flat(),
  }
}

/** How many signed papers somebody should look at. */
export async function countOwed(ctx: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from paper_evidence
    where facility = ${ctx.facility} and state <> 'accepted'`.execute(ctx.db)
  return rows[0]?.n ?? 0
}
