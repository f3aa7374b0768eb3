import { fault, type Walk } from '../validate/walk.ts'
import type { Instance } from './instance.ts'
import type { ProfileNode } from './tree.ts'

/** How often an element or slice stands there. */
export function checkCount(walk: Walk, node: ProfileNode, all: readonly Instance[], path: string): void {
  const { min, max, profile } = node
  const count = all.length
  if (count < min) fault(walk, 'minimum', path, { min, count, profile })
  if (count > max) fault(walk, 'maximum', path, { max, count, profile })
}
