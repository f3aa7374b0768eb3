import { type HeadText, readHeadText } from '#store/ledger/head-text.ts'
import { emptyRoot } from '#store/ledger/merkle.ts'
import { verifyConsistency } from '#store/ledger/verify-proof.ts'
import { verifyDetached } from '../detached-verdict.ts'
import { filesOf, namesOfRoots, rootsOf } from '../record-archive/sealed-files.ts'
import type { Trust } from '../x509/chain.ts'

/** What does not hold in a file of published heads: a key below `signing.verify.heads`. */
export interface HeadsFault {
  readonly what: string
  readonly fault: 'unreadable' | 'signature' | 'inconsistent' | 'unproven'
}

export interface HeadsVerdict {
  readonly ok: boolean
  /** Oldest first. */
  readonly heads: readonly HeadText[]
  readonly faults: readonly HeadsFault[]
  readonly trust: 'given' | 'archive'
  readonly roots: readonly { readonly name: string; readonly sha256: string }[]
}

const proofsPath = 'consistency.json'
const headPath = /^heads\/(\d+)\.txt$/

type Entries = ReadonlyMap<string, Buffer>

/** Whether a ZIP file holds published heads of a ledger. */
export const isHeads = (entries: Entries): boolean =>
  entries.has(proofsPath) && [...entries.keys()].some((path) => headPath.test(path))

/** Checks published heads: each is signed, and each begins with all entries of the one before. */
export function verifyHeads(entries: Entries, given?: Trust): HeadsVerdict {
  const trust: Trust = given ?? { roots: rootsOf(filesOf(entries)), crls: [] }
  const faults: HeadsFault[] = []
  const heads: HeadText[] = []
  for (const [path, bytes] of entries) {
    const size = headPath.exec(path)?.[1]
    if (size === undefined) continue
    const head = readHeadText(bytes.toString('utf8'))
    if (!head || head.size !== Number(size)) faults.push({ what: path, fault: 'unreadable' })
    else heads.push(head)
    const { faults: wrong } = verifyDetached(bytes, entries.get(`${path}.p7s`) ?? Buffer.alloc(0), trust)
    if (wrong.length > 0) faults.push({ what: path, fault: 'signature' })
  }
  heads.sort((a, b) => a.size - b.size)
  faults.push(...chainFaults(heads, readProofs(entries.get(proofsPath))))
  return {
    ok: faults.length === 0,
    heads,
    faults,
    trust: given ? 'given' : 'archive',
    roots: namesOfRoots(trust),
  }
}

function chainFaults(
  heads: readonly HeadText[],
  proofs: ReadonlyMap<string, readonly Buffer[]>,
): readonly HeadsFault[] {
  let first = 0
  let firstRoot = emptyRoot
  return heads.flatMap(({ size, root: hex }) => {
    const proof = proofs.get(`${first} ${size}`)
    const root = Buffer.from(hex, 'hex')
    const what = `${first}–${size}`
    const holds = proof && verifyConsistency({ first, firstRoot, size, root, proof })
    first = size
    firstRoot = root
    if (holds) return []
    return [{ what, fault: proof ? ('inconsistent' as const) : ('unproven' as const) }]
  })
}

function readProofs(bytes: Buffer | undefined): ReadonlyMap<string, readonly Buffer[]> {
  try {
    const told = JSON.parse(bytes?.toString('utf8') ?? '') as { first: number; size: number; proof: string[] }[]
    return new Map(
      told.map(({ first, size, proof }) => [
        `${first} ${size}`,
        proof.map((one) => Buffer.from(/^[0-9a-f]{64}$/.test(one) ? one : '', 'hex')),
      ]),
    )
  } catch {
    return new Map()
  }
}
