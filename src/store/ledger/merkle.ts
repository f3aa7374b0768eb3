/**
 * Merkle trees as in RFC 9162: leaf hash SHA-256(0x00 || leaf), node hash SHA-256(0x01 || left || right).
 * Nothing here knows a database: nodes are asked for by level and index.
 * @see https://www.rfc-editor.org/rfc/rfc9162#section-2.1
 */
import { hash } from 'node:crypto'

/** A complete subtree: level 0 are the leaves, node i of level n covers the leaves i·2^n … (i+1)·2^n − 1. */
export interface Place {
  readonly level: number
  readonly index: number
}

export type NodeAt = (place: Place) => Buffer

export function leafHash(leaf: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(0), leaf]), 'buffer')
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer')
}

/** Root of a tree without leaves: the hash of nothing. */
export const emptyRoot: Buffer = hash('sha256', Buffer.alloc(0), 'buffer')

/** Largest power of two below `n`. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The complete subtrees that make up the leaves from … from + size − 1, left to right. */
export function subtrees(from: number, size: number): readonly Place[] {
  if (size === 0) return []
  if (isComplete(from, size)) return [{ level: Math.log2(size), index: from / size }]
  const k = split(size)
  return [...subtrees(from, k), ...subtrees(from + k, size - k)]
}

const isComplete = (from: number, size: number) => Number.isInteger(Math.log2(size)) && from % size === 0

/** Hash of a range of leaves whose start is where RFC 9162 splits. */
function rangeHash(nodeAt: NodeAt, from: number, size: number): Buffer {
  if (isComplete(from, size)) return nodeAt({ level: Math.log2(size), index: from / size })
  const k = split(size)
  return nodeHash(rangeHash(nodeAt, from, k), rangeHash(nodeAt, from + k, size - k))
}

/** Root of the first `size` leaves. */
export function rootOf(nodeAt: NodeAt, size: number): Buffer {
  return size === 0 ? emptyRoot : rangeHash(nodeAt, 0, size)
}

/** The ranges whose hashes prove that a leaf is in a tree of `size` leaves, from the leaf upwards. */
export function inclusionRanges(
  position: number,
  size: number,
  from = 0,
): readonly (readonly [from: number, size: number])[] {
  if (size <= 1) return []
  const k = split(size)
  return position < from + k
    ? [...inclusionRanges(position, k, from), [from + k, size - k]]
    : [...inclusionRanges(position, size - k, from + k), [from, k]]
}

/** The ranges whose hashes prove that a tree of `size` leaves begins with the tree of `first` leaves. */
export function consistencyRanges(
  first: number,
  size: number,
  from = 0,
  whole = true,
): readonly (readonly [from: number, size: number])[] {
  if (first === size) return whole ? [] : [[from, size]]
  const k = split(size)
  return first <= k
    ? [...consistencyRanges(first, k, from, whole), [from + k, size - k]]
    : [...consistencyRanges(first - k, size - k, from + k, false), [from, k]]
}

export function inclusionProof(nodeAt: NodeAt, position: number, size: number): readonly Buffer[] {
  return inclusionRanges(position, size).map(([from, length]) => rangeHash(nodeAt, from, length))
}

export function consistencyProof(nodeAt: NodeAt, first: number, size: number): readonly Buffer[] {
  if (first === 0) return []
  return consistencyRanges(first, size).map(([from, length]) => rangeHash(nodeAt, from, length))
}

/** Places of all nodes that a list of ranges needs, so that they can be read at once. */
export function placesOf(ranges: readonly (readonly [from: number, size: number])[]): readonly Place[] {
  return ranges.flatMap(([from, size]) => subtrees(from, size))
}
