import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { consistencyProof, emptyRoot, inclusionProof, leafHash, type NodeAt, nodeHash, rootOf } from './merkle.ts'
import { verifyConsistency, verifyInclusion } from './verify-proof.ts'

const leaf = (n: number) => leafHash(Buffer.from(`leaf ${n}`))

/** The definition of RFC 9162 §2.1.1, as slow as it is plain. */
function plainRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot
  const [only] = leaves
  if (leaves.length === 1 && only) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)))
}

const nodeAt: NodeAt = ({ level, index }) =>
  plainRoot(Array.from({ length: 2 ** level }, (_, n) => leaf(index * 2 ** level + n)))
const sizes = fc.integer({ min: 1, max: 70 })

describe('merkle', () => {
  it('has the root of the definition at every size', () => {
    for (let size = 0; size < 40; size++)
      assert.deepEqual(rootOf(nodeAt, size), plainRoot(Array.from({ length: size }, (_, n) => leaf(n))))
  })

  it('proves every leaf, and no other leaf, position or root', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, any) => {
        const position = any % size
        const claim = {
          leafHash: leaf(position),
          position,
          size,
          proof: inclusionProof(nodeAt, position, size),
          root: rootOf(nodeAt, size),
        }
        assert.ok(verifyInclusion(claim))
        assert.ok(!verifyInclusion({ ...claim, leafHash: leaf(size + 1) }))
        assert.ok(!verifyInclusion({ ...claim, root: leaf(0) }) || size === 1)
        if (size > 1) assert.ok(!verifyInclusion({ ...claim, position: (position + 1) % size }))
        if (size > 1) assert.ok(!verifyInclusion({ ...claim, proof: claim.proof.slice(1) }))
      }),
    )
  })

  it('proves that a tree begins with an earlier one, and no other', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, any) => {
        const first = any % (size + 1)
        const claim = {
          first,
          firstRoot: rootOf(nodeAt, first),
          size,
          root: rootOf(nodeAt, size),
          proof: consistencyProof(nodeAt, first, size),
        }
        assert.ok(verifyConsistency(claim))
        assert.ok(!verifyConsistency({ ...claim, firstRoot: leaf(99) }))
        if (first > 0 && first < size) assert.ok(!verifyConsistency({ ...claim, root: leaf(99) }))
      }),
      { numRuns: 300 },
    )
  })
})
