import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { ask } from '../group/flight.ts'
import { tokenOf } from '../referring.ts'
import type { Commit, Write } from '../write.ts'
import { isGuarded } from './ask-guards.ts'
import { decideVersions } from './decide-versions.ts'
import { heldBy } from './hold-referred.ts'
import { deletedTokens, mostLooked, noteReferring } from './refuse-orphans.ts'
import { noteReferred, sitesOutside } from './resolve-references.ts'

/** One row of what `store_before` finds; see migrations/0451. */
interface FoundRow {
  readonly found: 'l' | 'g' | 'r' | 't'
  readonly n: number
  readonly type: number
  readonly id: string
  readonly version: number
  readonly record: string | null
  readonly content: string | null
  /** Whose it is, of what is stored. */
  readonly patient: string | null
}

/**
 * Asks in one statement for what is stored of the resources (and locks it, in one order for all writers), for what the
 * commit refers to, and for who refers to what it deletes; then decides create, update or delete and the versions.
 */
export async function lookBefore(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) write.before = undefined
  const stored = commit.writes.filter(mayBeStored)
  const sites = sitesOutside(commit)
  const tokens = deletedTokens(ctx, commit)
  const held = heldBy(
    sites.map((site) => tokenOf(ctx.facility, site.to)),
    tokens,
  )
  const rows =
    stored.length + sites.length + tokens.length === 0
      ? []
      : await ask<FoundRow>(ctx, {
          name: 'store_before',
          text: 'select * from store_before($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
          values: [
            ctx.facility,
            stored.map((write) => write.typeNumber),
            stored.map((write) => write.id),
            stored.map((write) => isGuarded(ctx, write)),
            sites.map((site) => typeNumber(site.to.type)),
            sites.map((site) => site.to.id),
            sites.map((site) => site.to.version ?? null),
            tokens,
            mostLooked(commit),
            held.map(({ place }) => place),
            held.map(({ alone }) => alone),
          ],
        })
  for (const row of rows) {
    const write = row.found === 'l' || row.found === 'g' ? stored[row.n - 1] : undefined
    if (write)
      write.before = {
        version: row.version,
        deleted: row.found === 'g',
        content: row.content,
        record: row.record,
        patient: row.patient,
      }
  }
  decideVersions(commit)
  noteReferred(
    commit,
    sites,
    rows.filter((row) => row.found === 'r'),
  )
  await noteReferring(
    ctx,
    commit,
    rows.filter((row) => row.found === 't'),
  )
}

/** An id that was made just now has nothing stored under it. */
function mayBeStored({ change }: Write): boolean {
  if (change.kind !== 'create') return true
  return change.isNew !== true && (change.id ?? change.resource.id) !== undefined
}
