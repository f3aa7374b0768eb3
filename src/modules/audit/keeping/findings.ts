import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { changedTerms } from './terms.ts'

/** A row of the terms that was changed works nothing: somebody should know. */
export async function keepingFindings(ctx: Context): Promise<readonly Finding[]> {
  const [row] = await changedTerms(ctx.db)
  return row === undefined ? [] : [finding('journal', 'amber', 'termsChanged', { row })]
}
