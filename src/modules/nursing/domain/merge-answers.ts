import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'

type Item = QuestionnaireResponseItem
const sourceUrl = 'urn:lanong:ext:filled-from'

/** Where a row came from and the moment it tells of: a row that is there is not written again. */
export function rowKey(row: Item): string | undefined {
  const answers = leaves(row).flatMap(({ answer = [] }) => answer)
  const source = answers.flatMap(({ extension = [] }) => extension).find(({ url }) => url === sourceUrl)
    ?.valueReference?.reference
  const at = answers.find(({ valueTime }) => valueTime !== undefined)?.valueTime
  return source === undefined ? undefined : `${source} ${at ?? ''}`
}

const leaves = (item: Item): readonly Item[] => [item, ...(item.item ?? []).flatMap(leaves)]

export const isAnswered = (item: Item): boolean => leaves(item).some(({ answer = [] }) => answer.length > 0)

/**
 * Adds what the chart knows to what stands in a sheet. An answer that is there stays as it is; a row of a repeating group
 * is added unless one of the same source is there.
 */
export function mergeAnswers(
  standing: readonly Item[],
  wanted: readonly Item[],
  repeats: ReadonlySet<string>,
): readonly Item[] {
  return wanted.reduce<readonly Item[]>(
    (items, one) => (repeats.has(one.linkId) ? withRow(items, one) : withItem(items, one, repeats)),
    standing,
  )
}

function withRow(items: readonly Item[], row: Item): readonly Item[] {
  const key = rowKey(row)
  const isThere = items.some((one) => one.linkId === row.linkId && key !== undefined && rowKey(one) === key)
  if (isThere) return items
  const kept = items.filter((one) => one.linkId !== row.linkId || isAnswered(one))
  return [...kept, row]
}

function withItem(items: readonly Item[], wanted: Item, repeats: ReadonlySet<string>): readonly Item[] {
  const at = items.findIndex(({ linkId }) => linkId === wanted.linkId)
  const there = items[at]
  if (!there) return [...items, wanted]
  if (!wanted.item) return (there.answer ?? []).length > 0 ? items : items.with(at, { ...there, ...wanted })
  return items.with(at, { ...there, item: [...mergeAnswers(there.item ?? [], wanted.item, repeats)] })
}
