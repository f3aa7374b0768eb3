import type { Structures } from '../structure.ts'
import type { ElementRow } from './definition.ts'
import { applyRow, newNode, type ProfileNode } from './tree.ts'

/** Slices whose elements are being told, by the path they slice: for definitions whose elements have no id. */
type OpenSlices = Map<string, string>

/** Finds the node of an element by its id, or by its path and the slices told before it, and adds what it says. */
export function placeRow(
  structures: Structures,
  root: ProfileNode,
  row: ElementRow,
  open: OpenSlices,
  universal: ReadonlySet<string>,
): void {
  const segments = row.id?.includes(':') ? idSegments(row.id) : pathSegments(row, open)
  let node = root
  for (const segment of segments.slice(1)) {
    const [name = '', ...slices] = segment
    node = childOf(structures, node, name, slices, row)
    for (const slice of slices) node = isTypeSlice(name, node) ? node : sliceOf(node, slice)
  }
  applyRow(structures, node, row, universal)
}

/** `Observation.component:SystolicBP.code` → [[Observation], [component, SystolicBP], [code]] */
function idSegments(id: string): readonly (readonly string[])[] {
  return splitPath(id).map((segment) => {
    const at = segment.indexOf(':')
    if (at < 0) return [segment]
    const slice = segment.slice(at + 1)
    // A slice of a slice is named `slice/reslice`.
    const parts = slice.split('/')
    return [segment.slice(0, at), ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
  })
}

/** Points inside slice names do not occur; those of `[x]` are no trouble. */
const splitPath = (text: string) => text.split('.')

function pathSegments(row: ElementRow, open: OpenSlices): readonly (readonly string[])[] {
  const names = splitPath(row.path)
  for (const path of [...open.keys()])
    if (path === row.path || (!row.path.startsWith(`${path}.`) && isSibling(path, row.path))) open.delete(path)
  if (row.sliceName) open.set(row.path, row.sliceName)
  return names.map((name, index) => {
    const slice = open.get(names.slice(0, index + 1).join('.'))
    return slice === undefined ? [name] : [name, slice]
  })
}

/** Elements come in the order of the tree: one beside or above a slice ends it. */
function isSibling(slicePath: string, path: string): boolean {
  const parent = slicePath.slice(0, slicePath.lastIndexOf('.'))
  return path.split('.').length <= slicePath.split('.').length || !path.startsWith(parent)
}

/** `value[x]` sliced by type is told as the member of that type: `valueQuantity`. */
function childOf(
  structures: Structures,
  parent: ProfileNode,
  name: string,
  slices: readonly string[],
  row: ElementRow,
): ProfileNode {
  const typed = slices.length > 0 && name.endsWith('[x]') ? typedName(name, slices[0] ?? '', row) : undefined
  const key = typed ?? name
  const known = parent.children.get(key)
  if (known) return known
  const made = newNode(key, parent.profile)
  const single = structures.isResource(parent.name)
    ? structures.type(parent.name)?.elements.get(key)?.single
    : undefined
  if (single) made.max = 1
  parent.children.set(key, made)
  return made
}

function typedName(name: string, slice: string, row: ElementRow): string | undefined {
  const stem = name.slice(0, -3)
  if (slice.startsWith(stem) && slice.length > stem.length) return slice
  const [type, ...others] = row.sliceName === slice ? (row.type ?? []) : []
  if (!type || others.length > 0) return undefined
  return stem + type.code.charAt(0).toUpperCase() + type.code.slice(1)
}

const isTypeSlice = (name: string, node: ProfileNode) => name.endsWith('[x]') && node.name !== name

function sliceOf(node: ProfileNode, name: string): ProfileNode {
  const known = node.slices.get(name)
  if (known) return known
  const made = newNode(node.name, node.profile)
  node.slices.set(name, made)
  return made
}
