import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { Form } from '#fhir/sdc/compile-form.ts'
import type { Answer, FormItem } from '#fhir/sdc/types.ts'

/** A place that stays the same when rows come or go: the linkId behind the id of the innermost row around it. */
export type Place = string
type RowId = string

/** A response taken apart, so that two of them can be compared place by place. */
export interface Content {
  readonly answers: Map<Place, readonly Answer[]>
  readonly rows: Map<Place, readonly RowId[]>
  /** Members of an item that are not answers. */
  readonly extra: Map<Place, Partial<QuestionnaireResponseItem>>
  /** What the server says of rows that are signed: who wrote, who signed, what is struck through. */
  readonly marks: Map<RowId, Pick<QuestionnaireResponseItem, 'extension'>>
}

const placeOf = (linkId: string, row: RowId | undefined): Place =>
  row === undefined ? linkId : `${row}>${linkId}`

const isRow = (item: FormItem) => item.type === 'group' && item.repeats

/** A row that was stored without an id is named by its place. */
function rowsOf(given: readonly QuestionnaireResponseItem[], group: Place): readonly RowId[] {
  const seen = new Set<RowId>()
  return given.map(({ id }, at) => {
    const row = id && !seen.has(id) ? id : `${group}.${at}`
    seen.add(row)
    return row
  })
}

function takeRows(
  item: FormItem,
  given: readonly QuestionnaireResponseItem[],
  scope: RowId | undefined,
  into: Content,
) {
  const group = placeOf(item.linkId, scope)
  const ids = rowsOf(given, group)
  into.rows.set(group, ids)
  for (const [at, source] of given.entries()) {
    const id = ids[at]
    if (id !== undefined && source.extension) into.marks.set(id, { extension: source.extension })
    take(item.items, source.item ?? [], id, into)
  }
}

function take(
  items: readonly FormItem[],
  sources: readonly QuestionnaireResponseItem[],
  scope: RowId | undefined,
  into: Content,
): void {
  for (const item of items) {
    const given = sources.filter((source) => source.linkId === item.linkId)
    const [first] = given
    if (!first) continue
    if (isRow(item)) {
      takeRows(item, given, scope, into)
      continue
    }
    const place = placeOf(item.linkId, scope)
    const { linkId: _, answer = [], item: below = [], ...extra } = first
    if (Object.keys(extra).length > 0) into.extra.set(place, extra)
    if (answer.length > 0)
      into.answers.set(
        place,
        answer.map(({ item: _below, ...own }) => own),
      )
    take(item.items, [...below, ...answer.flatMap((one) => one.item ?? [])], scope, into)
  }
}

export function contentOf(form: Form, response: QuestionnaireResponse): Content {
  const content: Content = { answers: new Map(), rows: new Map(), extra: new Map(), marks: new Map() }
  take(form.items, response.item ?? [], undefined, content)
  return content
}

function itemFrom(item: FormItem, content: Content, scope: RowId | undefined): QuestionnaireResponseItem[] {
  const { linkId } = item
  const place = placeOf(linkId, scope)
  if (isRow(item))
    return (content.rows.get(place) ?? []).map((id) => {
      const below = itemsFrom(item.items, content, id)
      return { id, ...content.marks.get(id), linkId, ...(below.length > 0 ? { item: below } : {}) }
    })
  const extra = content.extra.get(place)
  const below = itemsFrom(item.items, content, scope)
  const [first, ...others] = content.answers.get(place) ?? []
  if (first) {
    const answer = [below.length > 0 ? { ...first, item: below } : first, ...others]
    return [{ ...extra, linkId, answer }]
  }
  if (below.length === 0 && !extra) return []
  return [{ ...extra, linkId, ...(item.type === 'group' && below.length > 0 ? { item: below } : {}) }]
}

function itemsFrom(items: readonly FormItem[], content: Content, scope: RowId | undefined) {
  return items.flatMap((item) => (item.type === 'display' ? [] : itemFrom(item, content, scope)))
}

/** The items of a response, put together again. */
export function itemsOf(form: Form, content: Content): QuestionnaireResponseItem[] {
  return itemsFrom(form.items, content, undefined)
}
