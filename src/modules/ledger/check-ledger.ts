import { createHash } from 'node:crypto'
import { hospitalFiles, installedTrust, verifyDetached } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { listErased } from '#store/ledger/erased.ts'
import { GrowingTree } from '#store/ledger/growing-tree.ts'
import { readHeadText } from '#store/ledger/head-text.ts'
import { type Entry, listEntries } from '#store/ledger/list-entries.ts'
import { leafHash, rootOf, subtrees } from '#store/ledger/merkle.ts'
import { readNodes } from '#store/ledger/read-nodes.ts'
import { readSize } from '#store/ledger/read-size.ts'
import type { SignedHead } from '#store/ledger/signed-heads.ts'
import { stretchEnd } from '#store/ledger/stretch-end.ts'
import { allSignedHeads } from './list-heads.ts'

export interface LedgerCheck {
  readonly entries: number
  /** Root over all entries, hex. */
  readonly root: string
  readonly heads: number
  /** Documents that entries name. */
  readonly documents: number
  /** What is wrong, in a few words each; at most a hundred. */
  readonly faults: readonly string[]
}

const { judgeRemovals, removalActs } = hospitalFiles
type LostContent = Parameters<typeof judgeRemovals>[0][number]
type RemovalAct = ReturnType<typeof removalActs>[number]

const atOnce = 5000
const bytesAtOnce = 32 * 1024 * 1024
const mostFaults = 100
const named = /"urn:lanong:blob:([0-9a-f]{64})"/g

/**
 * Reads the whole ledger: every entry against the row it is of, every row's bytes against their hash, the tree against
 * every signed head and its signature, every document that is named against its file.
 */
export async function checkLedger(ctx: Context): Promise<LedgerCheck> {
  const { size } = await readSize(ctx)
  const faults: string[] = []
  const tell = (fault: string) => void (faults.length < mostFaults && faults.push(fault))
  const heads = (await allSignedHeads(ctx)).filter((head) => head.size <= size)
  const wanted = new Map(heads.map((head) => [head.size, readHeadText(head.text)?.root]))
  const erased = new Set((await listErased(ctx)).map(({ version }) => version))
  const removals = watchRemovals(tell)
  const tree = new GrowingTree()
  const documents = new Set<string>()
  for (let from = 0, to = 0; from < size; from = to) {
    to = await stretchEnd(ctx, from, Math.min(size, from + atOnce), bytesAtOnce)
    for (const entry of await listEntries(ctx, from, to)) {
      checkEntry(entry, erased, tell)
      removals.see(entry)
      for (const hash of documentsOf(entry)) documents.add(hash)
      tree.add(entry.hash)
      const root = wanted.get(tree.size)
      if (root !== undefined && root !== tree.root().toString('hex')) tell(`head ${tree.size}: another root`)
    }
  }
  if (tree.size !== size) tell(`${size} entries counted, ${tree.size} found`)
  removals.judge()
  await checkHeads(ctx, heads, tell)
  for (const hash of documents) if (!(await ctx.blobs.has(hash))) tell(`document ${hash} is missing`)
  return {
    entries: size,
    root: tree.root().toString('hex'),
    heads: heads.length,
    documents: documents.size,
    faults,
  }
}

/** Events of which only the leaf is left, and what the journal says of that. */
function watchRemovals(tell: (fault: string) => void) {
  const lost: LostContent[] = []
  const acts: RemovalAct[] = []
  return {
    see({ kind, position, line, hash, content }: Entry): void {
      if (kind !== 'audit' && kind !== 'events') return
      if (content) acts.push(...removalActs(content))
      else lost.push({ kind, position, leaf: hash.toString('hex'), name: line.split(' ')[2] ?? '' })
    },
    judge(): void {
      const judged = judgeRemovals(lost, acts)
      for (const one of judged.lost) tell(`entry ${one.position}: removed without a word in the journal`)
      for (const one of judged.unproven) tell(`removal ${one.slice(0, 100)}: unproven`)
    },
  }
}

async function checkHeads(
  ctx: Context,
  heads: readonly SignedHead[],
  tell: (fault: string) => void,
): Promise<void> {
  const trust = await installedTrust(ctx)
  for (const head of heads) {
    const verdict = verifyDetached(Buffer.from(head.text, 'utf8'), head.signature, trust)
    if (verdict.faults.length > 0) tell(`head ${head.size}: ${verdict.faults.join(', ')}`)
  }
}

/** The root of the first entries. */
export async function rootAt(ctx: Context, size: number): Promise<string> {
  return rootOf(await readNodes(ctx, subtrees(0, size)), size).toString('hex')
}

function checkEntry(
  { position, line, hash, content }: Entry,
  erased: ReadonlySet<string>,
  tell: (f: string) => void,
) {
  if (!leafHash(Buffer.from(line, 'utf8')).equals(hash)) tell(`entry ${position}: another line`)
  const name = line.split(' ')[2] ?? ''
  if (!content || erased.has(name)) return
  if (createHash('sha256').update(content).digest('hex') !== line.slice(-64))
    tell(`entry ${position}: other bytes`)
}

function* documentsOf({ kind, content }: Entry): Generator<string> {
  if (kind !== 'version' || !content) return
  for (const [, hash] of content.toString('utf8').matchAll(named)) if (hash) yield hash
}
