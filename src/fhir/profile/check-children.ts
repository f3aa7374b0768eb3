import { fault, type Walk } from '../validate/walk.ts'
import { checkNode } from './check-node.ts'
import { checkSlices } from './check-slices.ts'
import { type Instance, instancesOf } from './instance.ts'
import type { ProfileNode } from './tree.ts'

/** Checks the elements of an object that a profile speaks of. */
export function checkChildren(
  walk: Walk,
  node: ProfileNode,
  owner: unknown,
  ownerType: string,
  path: string,
): void {
  for (const child of node.children.values()) {
    const all = instancesOf(walk.structures, owner, ownerType, child.name, path)
    checkCount(walk, child, all, `${path}.${child.name}`)
    for (const one of all) checkNode(walk, child, one)
    if (child.slices.size > 0) checkSlices(walk, child, all, `${path}.${child.name}`)
  }
}

export function checkCount(walk: Walk, node: ProfileNode, all: readonly Instance[], path: string): void {
  const { min, max, profile } = node
  const count = all.length
  if (count < min) fault(walk, 'minimum', path, { min, count, profile })
  if (count > max) fault(walk, 'maximum', path, { max, count, profile })
}
