import type { DocumentReference, Patient, Provenance, QuestionnaireResponse } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { readCanonical } from '#platform/forms/edition.ts'
import { shippedEdition } from '#platform/forms/registry.ts'
import { findResource } from '#store/read.ts'
import type { OwedPaper, ProofsQuery, ProofsView } from '../contract.ts'
import { formOf } from '../paper.ts'
import { sayReason } from '../words.ts'
import { evidenceTable, type PaperEvidenceTable } from './table.ts'

const usualCount = 50

type About = Pick<OwedPaper, 'title' | 'encounterId' | 'patientId' | 'patientName' | 'recordNumber'>

const nowhere: About = { title: '', encounterId: '', patientId: '', patientName: '', recordNumber: '' }

async function aboutPaper(ctx: Context, id: string): Promise<About> {
  const paper = await findResource<DocumentReference>(ctx, 'DocumentReference', id)
  if (!paper) return nowhere
  return {
    title: formOf(paper).title[ctx.language],
    encounterId: idOf(paper.context?.encounter?.[0]),
    patientId: idOf(paper.subject),
    patientName: paper.subject?.display ?? '',
    recordNumber: paper.content?.[0]?.attachment?.title?.split(' ').at(-1) ?? '',
  }
}

/** The sheet that a signed row stands in. */
async function aboutRow(ctx: Context, id: string): Promise<About & { readonly fillId: string }> {
  const evidence = await findResource<Provenance>(ctx, 'Provenance', id)
  const [, fillId = ''] = evidence?.target?.[0]?.reference?.split('/') ?? []
  const fill = await findResource<QuestionnaireResponse>(ctx, 'QuestionnaireResponse', fillId)
  const patient = await findResource<Patient>(ctx, 'Patient', idOf(fill?.subject))
  const named = readCanonical(fill?.questionnaire)
  return {
    ...nowhere,
    fillId,
    title: (named && shippedEdition(named.form, named.version)?.title[ctx.language]) ?? named?.form ?? '',
    encounterId: idOf(fill?.encounter),
    patientId: idOf(fill?.subject),
    patientName: patient?.name?.[0]?.text ?? '',
  }
}

async function view(ctx: Context, row: PaperEvidenceTable): Promise<OwedPaper> {
  const isRow = row.kind === 'row'
  const about = isRow ? await aboutRow(ctx, row.document_id) : await aboutPaper(ctx, row.document_id)
  return {
    ...about,
    id: row.document_id,
    kind: row.kind,
    level: row.level,
    wanted: row.wanted,
    state: row.state === 'refused' ? 'refused' : 'waiting',
    reason: sayReason(ctx.language, row.reason ?? ''),
    since: instantInVietnam(row.since),
    tries: row.tries,
    ...present({ nextTry: row.next_try ? instantInVietnam(row.next_try) : undefined }),
  }
}

/** Oldest first; `after` names the last one of the page before. */
function pageOf(ctx: Context, after: string | undefined, count: number): Promise<PaperEvidenceTable[]> {
  const [since, id] = after?.split('|') ?? []
  return evidenceTable(ctx)
    .selectFrom('paper_evidence')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('state', '<>', 'accepted')
    .where((where) =>
      since && id
        ? where(sql`(since, document_id)`, '>', sql`(${since}::timestamptz, ${id}::text)`)
        : where.val(true),
    )
    .orderBy('since')
    .orderBy('document_id')
    .limit(count + 1)
    .execute()
}

/** Signatures whose proofs are not whole, page by page, and how many are in which state. */
export async function listOwed(
  ctx: Context,
  { after, count = usualCount }: ProofsQuery = {},
): Promise<ProofsView> {
  const { rows: counts } = await sql<{ state: 'accepted' | 'waiting' | 'refused'; n: number }>`
    select state, count(*)::int as n from paper_evidence where facility = ${ctx.facility} group by state`.execute(
    ctx.db,
  )
  const rows = await pageOf(ctx, after, count)
  const shown = rows.slice(0, count)
  const last = shown.at(-1)
  const number = (state: string) => counts.find((one) => one.state === state)?.n ?? 0
  return {
    sent: counts.reduce((sum, { n }) => sum + n, 0),
    accepted: number('accepted'),
    refused: number('refused'),
    waiting: number('waiting'),
    papers: await Promise.all(shown.map((row) => view(ctx, row))),
    ...(last && rows.length > count ? { next: `${last.since.toISOString()}|${last.document_id}` } : {}),
  }
}

/** How many signatures somebody should look at. */
export async function countOwed(ctx: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from paper_evidence
    where facility = ${ctx.facility} and state <> 'accepted'`.execute(ctx.db)
  return rows[0]?.n ?? 0
}
