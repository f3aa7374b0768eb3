import type { Resource } from '@medplum/fhirtypes'
import { isLargeSystem } from '#fhir/terminology/large-system.ts'
import type { Context } from '#platform/context.ts'
import { traced } from '#platform/tracing/spans.ts'
import { commitInTurn, commitTogether } from './group/commit-together.ts'
import { keepWritten } from './read-seen.ts'
import { checkParameters } from './search/custom-parameters.ts'
import { noteRules } from './search/rules.ts'
import { noteTexts } from './search/texts.ts'
import { askGuards } from './steps/ask-guards.ts'
import { findBelonging } from './steps/find-belonging.ts'
import { lookBefore } from './steps/look-before.ts'
import { makeCanonical } from './steps/make-canonical.ts'
import { openWrites } from './steps/open-writes.ts'
import { refuseOrphans } from './steps/refuse-orphans.ts'
import { checkOwnReferences } from './steps/resolve-references.ts'
import { validateWrites } from './steps/validate-writes.ts'
import { writeRows } from './steps/write-rows.ts'
import { placeSystems } from './terminology/place-systems.ts'
import type { Change, CommitOptions, Committed } from './types.ts'
import { Blamed, type Commit, type Member } from './write.ts'

interface Step {
  readonly name: string
  run(ctx: Context, commit: Commit): void | Promise<void>
}

/**
 * The one write path: every channel passes these steps in this order. Parsing of bodies that come over a wire stands
 * before it (fhir/json.ts).
 */
export const steps: {
  /** Without the database, before a transaction is opened. */
  readonly before: readonly Step[]
  /**
   * In one transaction. Each step looks at all changes at once, and blames the change that fails (`Blamed`).
   */
  readonly inside: readonly Step[]
} = {
  before: [{ name: 'validate against the published structure', run: validateWrites }],
  inside: [
    { name: 'look at what is stored, lock it, check versions and references', run: lookBefore },
    { name: 'check references within the commit', run: checkOwnReferences },
    { name: 'find patient and record', run: findBelonging },
    { name: 'ask the guards of the modules', run: askGuards },
    { name: 'refuse deletion of what others refer to', run: refuseOrphans },
    { name: 'know the search parameters of the facility, refuse those that cannot run', run: checkParameters },
    { name: 'note the rules that a type is indexed by', run: noteRules },
    { name: 'make canonical bytes and search index', run: makeCanonical },
    { name: 'note new texts of the search index', run: noteTexts },
    { name: 'put the concepts of large code systems into rows', run: placeSystems },
    { name: 'write version, index, leaf, audit and outbox; refuse locked records', run: writeRows },
  ],
}

/** Longer commits go alone: they would keep others waiting. */
const mostTogether = 20

/**
 * Writes all changes or none. Joins the open transaction of a command. Without one, calls that come at the same
 * moment are written in one transaction (decision 0031); each keeps its own outcome.
 */
export async function commit<T extends Resource = Resource>(
  ctx: Context,
  changes: readonly Change[],
  options: CommitOptions = {},
): Promise<readonly Committed<T>[]> {
  if (changes.length === 0) return []
  return traced('store commit', { 'lanong.changes': changes.length }, () => write<T>(ctx, changes, options))
}

async function write<T extends Resource>(
  ctx: Context,
  changes: readonly Change[],
  options: CommitOptions,
): Promise<readonly Committed<T>[]> {
  ctx.needRoom()
  const member = openWrites(ctx, changes, options)
  for (const step of steps.before) await step.run(ctx, commitOf([member]))
  if (ctx.db.isTransaction) await runInside(ctx, [member])
  else if (changes.length > mostTogether || options.authority || changes.some(isSlow))
    await commitTogether([member], runInside)
  else await commitInTurn(member, runInside)
  if (!ctx.db.isTransaction && changes.length <= mostTogether) keepWritten(ctx, member.writes)
  return member.writes.map((write) => ({
    type: write.type,
    id: write.id,
    version: write.version,
    recordedAt: member.at,
    created: write.kind === 'create',
    resource: write.after as T | undefined,
    content: write.content,
    patientId: write.patient,
  }))
}

/** Nobody waits in one transaction with the concepts of a large code system. */
const isSlow = (change: Change) => change.kind !== 'delete' && isLargeSystem(change.resource)

function commitOf(members: readonly Member[]): Commit {
  const writes = members.flatMap((member) => member.writes)
  return { members, writes, records: new Map(), referring: new Map(), beside: [] }
}

/** The steps inside a transaction; a failure of the only member is told as it is. */
async function runInside(ctx: Context, members: readonly Member[]): Promise<void> {
  const work = commitOf(members)
  try {
    for (const step of steps.inside) {
      const asked = step.run(ctx, work)
      if (asked) await asked
    }
  } catch (error) {
    throw error instanceof Blamed && members.length === 1 ? error.reason : error
  }
}
