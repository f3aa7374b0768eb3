/** Checks proofs with nothing but hashes: used by `lanong verify`, without database. RFC 9162 §2.1.3.2 and §2.1.4.2. */
import { emptyRoot, nodeHash } from './merkle.ts'

export interface InclusionClaim {
  readonly leafHash: Buffer
  readonly position: number
  readonly size: number
  readonly proof: readonly Buffer[]
  readonly root: Buffer
}

/** Whether a leaf is at its position in the tree with the root. */
export function verifyInclusion({ leafHash, position, size, proof, root }: InclusionClaim): boolean {
  if (position < 0 || position >= size) return false
  let at = position
  let last = size - 1
  let made = leafHash
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      made = nodeHash(sibling, made)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else made = nodeHash(made, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && made.equals(root)
}

export interface ConsistencyClaim {
  readonly first: number
  readonly firstRoot: Buffer
  readonly size: number
  readonly root: Buffer
  readonly proof: readonly Buffer[]
}

/** Whether the larger tree begins with all leaves of the smaller one: nothing was changed, dropped or reordered. */
export function verifyConsistency({ first, firstRoot, size, root, proof }: ConsistencyClaim): boolean {
  if (first === 0) return firstRoot.equals(emptyRoot) && proof.length === 0
  if (first === size) return proof.length === 0 && firstRoot.equals(root)
  if (first > size) return false
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof]
  const start = path.shift()
  if (!start) return false
  let at = first - 1
  let last = size - 1
  while (at % 2 === 1) {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return climb(path, { start, at, last, firstRoot, root })
}

interface Climb {
  readonly start: Buffer
  readonly at: number
  readonly last: number
  readonly firstRoot: Buffer
  readonly root: Buffer
}

function climb(path: readonly Buffer[], { start, at: from, last: to, firstRoot, root }: Climb): boolean {
  let [at, last, small, large] = [from, to, start, start]
  for (const sibling of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      small = nodeHash(sibling, small)
      large = nodeHash(sibling, large)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else large = nodeHash(large, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && small.equals(firstRoot) && large.equals(root)
}
