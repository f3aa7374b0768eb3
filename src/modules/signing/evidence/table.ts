import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Level } from '../report/report.ts'

export interface PaperEvidenceTable {
  facility: number
  document_id: string
  kind: 'paper' | 'row'
  base_sha256: string
  file_sha256: string
  level: Level
  wanted: 'B-LT' | 'B-LTA'
  state: 'accepted' | 'waiting' | 'refused'
  reason: string | null
  since: Date
  tries: number
  next_try: Date | null
  renew_by: Date | null
  updated_at: Date
}

/** The database with the table of what is proven and owed. */
export const evidenceTable = (ctx: Context): Kysely<{ paper_evidence: PaperEvidenceTable }> =>
  ctx.db.withTables<{ paper_evidence: PaperEvidenceTable }>()
