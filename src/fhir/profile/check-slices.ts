import { reason } from '../reason.ts'
import { fault, type Walk } from '../validate/walk.ts'
import { checkCount } from './check-count.ts'
import type { Discriminator } from './definition.ts'
import { belongs, profilesOf } from './discriminate.ts'
import type { Instance } from './instance.ts'
import type { ProfileNode } from './tree.ts'

/** What asking one value about one slice counts for. */
const costOfTest = 10

const byUrl: readonly Discriminator[] = [{ type: 'value', path: 'url' }]

/** Sorts the values of a sliced element into its slices and checks each slice, slices of slices too. */
export function checkSlices(walk: Walk, node: ProfileNode, all: readonly Instance[], path: string): void {
  const discriminators = discriminatorsOf(node)
  if (discriminators.length === 0) return
  const slices = [...node.slices]
  walk.budget.left -= all.length * slices.length * costOfTest
  if (walk.budget.left < 0) {
    fault(walk, 'profileBroken', path, { url: node.profile, fault: reason('tooCostly') })
    return
  }
  const sorted = all.map((one) => slices.findIndex(([, slice]) => isIn(walk, slice, discriminators, one)))
  for (const [at, [name, slice]] of slices.entries()) {
    const members = all.filter((_, index) => sorted[index] === at)
    const slicePath = `${path}:${name}`
    checkCount(walk, slice, members, slicePath)
    for (const one of members) walk.ask.node(walk, slice, one)
    if (slice.slices.size > 0)
      checkSlices(
        walk,
        { ...slice, discriminators: slice.discriminators.length > 0 ? slice.discriminators : discriminators },
        members,
        slicePath,
      )
  }
  checkOthers(walk, node, all, sorted)
  if (node.ordered) checkOrder(walk, node, all, sorted)
}

/** A slice that is only told by its own slices has what they have. */
function isIn(walk: Walk, slice: ProfileNode, discriminators: readonly Discriminator[], one: Instance): boolean {
  const bare = slice.types === undefined && slice.children.size === 0 && slice.slices.size > 0
  if (!bare) return belongs(walk, slice, discriminators, one)
  return [...slice.slices.values()].some((inner) => belongs(walk, inner, discriminators, one))
}

function discriminatorsOf(node: ProfileNode): readonly Discriminator[] {
  if (node.discriminators.length > 0) return node.discriminators
  const extension = node.name === 'extension' || node.name === 'modifierExtension'
  const profiled = [...node.slices.values()].some((slice) => profilesOf(slice).length > 0)
  return extension || profiled ? byUrl : []
}

function checkOthers(walk: Walk, node: ProfileNode, all: readonly Instance[], sorted: readonly number[]): void {
  const { profile } = node
  if (node.rules === 'closed')
    for (const [index, one] of all.entries())
      if (sorted[index] === -1) fault(walk, 'sliceClosed', one.path, { profile })
  if (node.rules !== 'openAtEnd') return
  const last = sorted.findLastIndex((slice) => slice >= 0)
  for (const [index, one] of all.entries())
    if (sorted[index] === -1 && index < last) fault(walk, 'sliceEnd', one.path, { profile })
}

function checkOrder(walk: Walk, node: ProfileNode, all: readonly Instance[], sorted: readonly number[]): void {
  let highest = -1
  for (const [index, one] of all.entries()) {
    const slice = sorted[index] ?? -1
    if (slice < 0) continue
    if (slice < highest) fault(walk, 'sliceOrder', one.path, { profile: node.profile })
    highest = Math.max(highest, slice)
  }
}
