import { signHead } from '#modules/ledger/index.ts'
import { headPath, leavesPath, leavesText } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { versionLine } from '#store/ledger/leaf-line.ts'
import { placesOfLeaves, proveLeaves } from '#store/ledger/prove-many.ts'
import { listLines, type VersionLeaf } from '#store/ledger/record-leaves.ts'

/** Leaves of a record that keep their line: its signatures, its files, its archivings. */
function linesOf(ctx: Context, recordId: string, versions: readonly VersionLeaf[]) {
  const signatures = new Set(versions.filter(({ type }) => type === 'Provenance').map(({ id }) => id))
  const { facility } = ctx
  return listLines(ctx, [
    ...[...signatures].map((id) => `signature ${facility} Provenance/${id} `),
    `file ${facility} Encounter/${recordId} `,
    `archived ${facility} Encounter/${recordId}/_history/`,
  ])
}

/** The head of the ledger signed now, and the proof of every leaf of the record under it. */
export async function ledgerFiles(
  ctx: Context,
  recordId: string,
  versions: readonly VersionLeaf[],
): Promise<ReadonlyMap<string, Buffer>> {
  const { facility } = ctx
  const lines = new Map([
    ...versions.map((one) => [one.seq, versionLine({ facility, ...one })] as const),
    ...(await linesOf(ctx, recordId, versions)).map(({ seq, line }) => [seq, line] as const),
  ])
  const places = await placesOfLeaves(ctx, [...lines.keys()])
  const head = await signHead(ctx, 'export')
  if (!head) return new Map()
  const leaves = await proveLeaves(ctx, places, head.size)
  const text = leavesText(
    head.size,
    leaves.map(({ seq, position, proof }) => ({ position, line: lines.get(seq) ?? '', proof })),
  )
  return new Map([
    [headPath, Buffer.from(head.text, 'utf8')],
    [`${headPath}.p7s`, head.signature],
    [leavesPath, Buffer.from(text, 'utf8')],
  ])
}
