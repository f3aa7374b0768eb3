import type { Walk } from '../validate/walk.ts'
import { checkCount } from './check-count.ts'
import { checkSlices } from './check-slices.ts'
import { instancesOf } from './instance.ts'
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
    for (const one of all) walk.ask.node(walk, child, one)
    if (child.slices.size > 0) checkSlices(walk, child, all, `${path}.${child.name}`)
  }
}
