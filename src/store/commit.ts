import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { checkParameters } from './search/custom-parameters.ts'
import { noteTexts } from './search/texts.ts'
import { askGuards } from './steps/ask-guards.ts'
import { findBelonging } from './steps/find-belonging.ts'
import { lockBefore } from './steps/lock-before.ts'
import { makeCanonical } from './steps/make-canonical.ts'
import { openWrites } from './steps/open-writes.ts'
import { refuseOrphans } from './steps/refuse-orphans.ts'
import { resolveReferences } from './steps/resolve-references.ts'
import { validateWrites } from './steps/validate-writes.ts'
import { writeRows } from './steps/write-rows.ts'
import type { Change, CommitOptions, Committed } from './types.ts'
import type { Commit } from './write.ts'

/**
 * The one write path: every channel passes these steps in this order, in one transaction.
 * Parsing of bodies that come over a wire stands before it (fhir/json.ts).
 */
export const steps: readonly { readonly name: string; run(ctx: Context, commit: Commit): void | Promise<void> }[] =
  [
    { name: 'lock what is stored and check versions', run: lockBefore },
    { name: 'validate against the published structure', run: validateWrites },
    { name: 'resolve references', run: resolveReferences },
    { name: 'find patient and record', run: findBelonging },
    { name: 'ask the guards of the modules', run: askGuards },
    { name: 'refuse deletion of what others refer to', run: refuseOrphans },
    { name: 'know the search parameters of the facility, refuse those that cannot run', run: checkParameters },
    { name: 'make canonical bytes and search index', run: makeCanonical },
    { name: 'note new texts of the search index', run: noteTexts },
    { name: 'write version, index, leaf, audit and outbox; refuse locked records', run: writeRows },
  ]

/** Writes all changes or none. Joins the open transaction of a command. */
export async function commit<T extends Resource = Resource>(
  ctx: Context,
  changes: readonly Change[],
  options: CommitOptions = {},
): Promise<readonly Committed<T>[]> {
  if (changes.length === 0) return []
  ctx.needRoom()
  return inTransaction(ctx, async (tx) => {
    const work: Commit = { writes: openWrites(tx, changes), options, at: tx.now(), records: new Map() }
    for (const step of steps) await step.run(tx, work)
    return work.writes.map((write) => ({
      type: write.type,
      id: write.id,
      version: write.version,
      recordedAt: work.at,
      created: write.kind === 'create',
      resource: write.after as T | undefined,
    }))
  })
}
