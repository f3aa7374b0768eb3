import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { findMentions, leadsTo, type Mention, refile } from '#store/mentions.ts'
import { type ChangeRow, writeChanges } from './merge-rows.ts'
import { type Place, pointElsewhere } from './references.ts'
import { tryCommit } from './try-commit.ts'

/** What tells of the past of the source itself stays with it. */
const staysWithSource = new Set(['AuditEvent', 'Provenance'])
const perStep = 200

export interface MoveCounts {
  readonly rewritten: number
  readonly refiled: number
}

interface Moved {
  readonly mention: Mention
  readonly resource: Resource
  readonly places: readonly Place[]
}

/** Points everything that names the source at the target; what may not be written is filed under it instead. */
export async function moveMentions(
  ctx: Context,
  mergeId: string,
  source: string,
  target: string,
): Promise<MoveCounts> {
  const names = leadsTo(ctx, 'Patient', source)
  const counts = { rewritten: 0, refiled: 0 }
  let after: Mention | undefined
  for (;;) {
    const found = await findMentions(ctx, 'Patient', source, after, perStep)
    const moved = found
      .filter((mention) => !staysWithSource.has(mention.type))
      .map((mention) => move(mention, names, target))
      .filter((one) => one.places.length > 0)
    const changes = await writeAll(ctx, moved, source, target)
    await writeChanges(ctx, mergeId, changes)
    for (const change of changes) if (change.how !== 'row') counts[change.how]++
    if (found.length < perStep) return counts
    after = found.at(-1)
  }
}

function move(mention: Mention, names: (reference: string) => boolean, target: string): Moved {
  const resource = parseJsonBytes(mention.content) as Resource
  // Another patient's links tell of its own merges.
  const places = mention.type === 'Patient' ? [] : pointElsewhere(resource, names, `Patient/${target}`)
  return { mention, resource, places }
}

/** All at once; when one is refused (closed record, signed paper), one by one, and the refused are refiled. */
async function writeAll(
  ctx: Context,
  moved: readonly Moved[],
  source: string,
  target: string,
): Promise<readonly ChangeRow[]> {
  if (moved.length === 0) return []
  if (await accepted(ctx, moved)) return moved.map((one) => rowOf(one, 'rewritten'))
  const changes: ChangeRow[] = []
  for (const one of moved) {
    const written = await accepted(ctx, [one])
    if (!written) {
      const patient = one.mention.patientId === source ? target : one.mention.patientId
      await refile(ctx, [{ type: one.mention.type, id: one.mention.id, asIf: one.resource, patient }])
    }
    changes.push(rowOf(one, written ? 'rewritten' : 'refiled'))
  }
  return changes
}

function rowOf({ mention, places }: Moved, how: 'rewritten' | 'refiled'): ChangeRow {
  const version = how === 'rewritten' ? mention.version + 1 : mention.version
  return { type: mention.type, id: mention.id, how, version, places }
}

function accepted(ctx: Context, moved: readonly Moved[]): Promise<boolean> {
  return tryCommit(
    ctx,
    moved.map(({ mention, resource }) => ({ kind: 'update', resource, ifVersion: mention.version }) as const),
    'merge',
  )
}
