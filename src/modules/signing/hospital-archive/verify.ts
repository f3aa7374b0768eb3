import { createHash } from 'node:crypto'
import { type HeadText, readHeadText } from '#store/ledger/head-text.ts'
import { verifyDetached } from '../detached-verdict.ts'
import {
  checkSealed,
  type Files,
  namesOfRoots,
  readManifest,
  rootsOf,
  type SealVerdict,
  sealHolds,
} from '../record-archive/sealed-files.ts'
import type { Trust } from '../x509/chain.ts'
import { type HospitalFault, type Learned, type Tell, walkLeaves } from './check-leaves.ts'
import { type Erasure, erasedPath, judgeErasures, readErased, wentWith } from './erasures.ts'
import { blobPath, type HospitalManifest, headsFolder, hospitalFormat, lastHeadPath } from './format.ts'
import { judgeRemovals, type Removal } from './removals.ts'

export interface HospitalVerdict extends SealVerdict {
  readonly ok: boolean
  readonly manifest: HospitalManifest
  readonly head: HeadText | undefined
  /** Signed heads before the last one. */
  readonly heads: number
  /** Records destroyed by approved lists: lawful, not a loss. */
  readonly erasures: readonly Erasure[]
  /** Events of the journal that were removed when their time was over. */
  readonly removals: readonly Removal[]
  readonly faults: readonly HospitalFault[]
  readonly trust: 'given' | 'archive'
  readonly roots: readonly { readonly name: string; readonly sha256: string }[]
}

/** Most faults that are kept: one change at the front of a ledger can move everything behind it. */
const mostFaults = 10_000

/**
 * Checks an exported hospital without network or database: every file against the list, every leaf against the signed
 * heads, every version, event and file against its leaf. Undefined when it is no exported hospital.
 */
export function verifyHospital(files: Files, given?: Trust): HospitalVerdict | undefined {
  const manifest = readManifest<HospitalManifest>(files, [hospitalFormat])
  if (!manifest) return undefined
  const trust: Trust = given ?? { roots: rootsOf(files), crls: [] }
  const sealed = checkSealed(files, manifest, trust)
  const faults: HospitalFault[] = []
  const tell: Tell = (what, fault) => {
    if (faults.length < mostFaults) faults.push({ what: what.slice(0, 300), fault })
  }
  const head = readHead(files, lastHeadPath, trust, tell)
  const heads = files.paths
    .filter((path) => path.startsWith(headsFolder) && path.endsWith('.txt'))
    .flatMap((path) => readHead(files, path, trust, tell) ?? [])
    .sort((a, b) => a.size - b.size)
  const { erasures, removals } = head ? checkTree({ files, head, heads, tell }) : { erasures: [], removals: [] }
  return {
    ok: sealHolds(sealed) && faults.length === 0,
    manifest,
    ...sealed,
    head,
    heads: heads.length,
    erasures,
    removals,
    faults,
    trust: given ? 'given' : 'archive',
    roots: namesOfRoots(trust),
  }
}

function readHead(files: Files, path: string, trust: Trust, tell: Tell): HeadText | undefined {
  const bytes = files.read(path)
  if (!bytes) {
    tell(path, 'head-missing')
    return undefined
  }
  const head = readHeadText(bytes.toString('utf8'))
  if (!head) tell(path, 'head-unreadable')
  const { faults } = verifyDetached(bytes, files.read(`${path}.p7s`) ?? Buffer.alloc(0), trust)
  if (faults.length > 0) tell(path, 'head-signature')
  return head
}

interface Tree {
  readonly files: Files
  readonly head: HeadText
  readonly heads: readonly HeadText[]
  readonly tell: Tell
}

function checkTree({ files, head, heads, tell }: Tree): Pick<HospitalVerdict, 'erasures' | 'removals'> {
  const erased = readErased(files.read(erasedPath))
  const all = [...heads.filter(({ size }) => size < head.size), head]
  const learned = walkLeaves({
    files,
    size: head.size,
    facility: head.facility,
    headSizes: new Set(all.map(({ size }) => size)),
    erased,
    tell,
  })
  compareHeads(all, learned, tell)
  for (const late of heads.filter(({ size }) => size > head.size)) tell(`${late.size}`, 'head-differs')
  checkFiles(files, learned, tell, wentWith(erased))
  const erasures = judgeErasures(erased, learned.acts)
  for (const { list, record, proven } of erasures) if (!proven) tell(`${list} ${record}`, 'erasure-unproven')
  const { removals, unproven, lost } = judgeRemovals(learned.lost, learned.removals)
  for (const what of unproven) tell(what, 'removal-unproven')
  for (const { kind, name } of lost) tell(`${kind} ${name}`, 'content-missing')
  return { erasures, removals }
}

/** A head whose root is another names the entries since the last one that fits. */
function compareHeads(heads: readonly HeadText[], { roots }: Learned, tell: Tell): void {
  let fits = 0
  for (const { size, root } of heads) {
    if (roots.get(size) === root) fits = size
    else tell(`${fits}–${size - 1}`, 'head-differs')
  }
}

function checkFiles(
  files: Files,
  { carried, inside, named }: Learned,
  tell: Tell,
  gone: (who: string) => boolean,
): void {
  const there = new Set<string>()
  for (const path of files.paths) {
    const hash = /^files\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(path)?.[1]
    if (!hash) continue
    there.add(hash)
    const bytes = files.read(path) ?? Buffer.alloc(0)
    if (createHash('sha256').update(bytes).digest('hex') !== hash) tell(path, 'file-differs')
  }
  for (const [hash, who] of named) if (!there.has(hash)) tell(`${who} ${blobPath(hash)}`, 'file-missing')
  for (const [hash, who] of carried)
    if (!there.has(hash) && !inside.has(hash) && !named.has(hash) && !gone(who))
      tell(`${who} ${hash}`, 'file-missing')
}
