import type { QuestionnaireItem } from '@medplum/fhirtypes'

/** Places from the top down: `[2, 0]` is the first item of the third group. */
export type Path = readonly number[]
type Items = readonly QuestionnaireItem[]

export interface Line {
  readonly path: Path
  readonly item: QuestionnaireItem
}

/** Every item of a form, the outer before the inner. */
export function linesOf(items: Items, above: Path = []): readonly Line[] {
  return items.flatMap((item, at) => {
    const path = [...above, at]
    return [{ path, item }, ...linesOf(item.item ?? [], path)]
  })
}

export function itemAt(items: Items, path: Path): QuestionnaireItem | undefined {
  const [first, ...rest] = path
  const item = first === undefined ? undefined : items[first]
  return rest.length === 0 ? item : itemAt(item?.item ?? [], rest)
}

/** Does something to the list in which a path ends. */
function inList(
  items: Items,
  path: Path,
  change: (list: QuestionnaireItem[], at: number) => void,
): QuestionnaireItem[] {
  const [first = 0, ...rest] = path
  const list = [...items]
  const item = list[first]
  if (rest.length === 0) change(list, first)
  else if (item) list[first] = withItems(item, inList(item.item ?? [], rest, change))
  return list
}

function withItems({ item: _item, ...own }: QuestionnaireItem, below: QuestionnaireItem[]): QuestionnaireItem {
  return below.length > 0 ? { ...own, item: below } : own
}

export function changeAt(items: Items, path: Path, changed: QuestionnaireItem): QuestionnaireItem[] {
  return inList(items, path, (list, at) => list.splice(at, 1, changed))
}

export function removeAt(items: Items, path: Path): QuestionnaireItem[] {
  return inList(items, path, (list, at) => list.splice(at, 1))
}

export function insertAfter(items: Items, path: Path, added: QuestionnaireItem): QuestionnaireItem[] {
  return inList(items, path, (list, at) => list.splice(at + 1, 0, added))
}

/** At the end of a group. */
export function insertInto(items: Items, path: Path, added: QuestionnaireItem): QuestionnaireItem[] {
  return inList(items, path, (list, at) => {
    const group = list[at]
    if (group) list[at] = { ...group, item: [...(group.item ?? []), added] }
  })
}

/** One place up or down among its neighbours; the item stays where it is at the end. */
export function moveBy(items: Items, path: Path, by: 1 | -1): QuestionnaireItem[] {
  return inList(items, path, (list, at) => {
    const to = at + by
    const [item] = list.slice(at, at + 1)
    if (!item || to < 0 || to >= list.length) return
    list.splice(at, 1)
    list.splice(to, 0, item)
  })
}

/** A linkId that no item has yet: `item7`. */
export function freeLinkId(items: Items): string {
  const taken = new Set(linesOf(items).map(({ item }) => item.linkId))
  let number = taken.size + 1
  while (taken.has(`item${number}`)) number += 1
  return `item${number}`
}
