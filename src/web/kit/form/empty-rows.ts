import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'

/** Items without rows in which nothing stands: those are there to be written in. */
export function withoutEmptyRows(items: readonly QuestionnaireResponseItem[]): QuestionnaireResponseItem[] {
  return items.flatMap((one) => {
    const item = one.item && withoutEmptyRows(one.item)
    const { item: _item, ...own } = one
    const isEmpty = one.id !== undefined && (item?.length ?? 0) === 0 && !one.answer
    return isEmpty ? [] : [item && item.length > 0 ? { ...own, item } : own]
  })
}
