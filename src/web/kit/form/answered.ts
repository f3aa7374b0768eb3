import { keyFrom, readKey } from '#fhir/sdc/nodes.ts'
import type { RowMarks } from '#fhir/sdc/row-marks.ts'
import type { Answer, Key } from '#fhir/sdc/types.ts'
import type { FormStore } from './form-store.ts'
import type { ScreenItem } from './model.ts'

/** Whether an answer says something; blanks do not. */
export function says(answer: Answer): boolean {
  const value = Object.entries(answer).find(([name]) => name.startsWith('value'))?.[1] as unknown
  if (value === undefined || value === null) return false
  return typeof value !== 'string' || value.trim() !== ''
}

export interface Left {
  /** Required places without an answer, in the order of the form. */
  readonly missing: readonly Key[]
  /** Required places in all. */
  readonly required: number
}

interface Count {
  missing: Key[]
  required: number
}

const isClosed = ({ signed, struck }: RowMarks): boolean => signed !== undefined || struck !== undefined

function countRows(item: ScreenItem, rows: readonly number[], store: FormStore, count: Count): void {
  const there = store.rowsAt(item.linkId, rows)
  const written = there.filter((row) => !store.isBlank(row))
  if (item.required && (there[0] === undefined || store.isAsked(there[0]))) {
    count.required += 1
    if (written.length === 0) count.missing.push(keyFrom(item.linkId, rows))
  }
  // What was signed or struck through is whole as it stands; nobody can answer there any more.
  const open = written.filter((row) => !isClosed(store.marksAt(row)))
  for (const row of open) for (const child of item.children) countItem(child, readKey(row).rows, store, count)
}

/** A question is said by its answers, a group by any answer in it. */
function isSaid(item: ScreenItem, rows: readonly number[], store: FormStore): boolean {
  if (item.kind !== 'group') return store.answersAt(keyFrom(item.linkId, rows)).some(says)
  return item.children.some((child) =>
    child.kind === 'group' && child.repeats
      ? store.rowsAt(child.linkId, rows).some((row) => !store.isBlank(row))
      : isSaid(child, rows, store),
  )
}

function countItem(item: ScreenItem, rows: readonly number[], store: FormStore, count: Count): void {
  if (item.hidden || item.kind === 'display') return
  if (item.kind === 'group' && item.repeats) {
    countRows(item, rows, store, count)
    return
  }
  const key = keyFrom(item.linkId, rows)
  if (!store.isAsked(key)) return
  if (item.required && !item.readOnly) {
    count.required += 1
    if (!isSaid(item, rows, store)) count.missing.push(key)
  }
  for (const child of item.children) countItem(child, rows, store, count)
}

/** What is still to be answered in some items and all below them. */
export function leftIn(items: readonly ScreenItem[], store: FormStore): Left {
  const count: Count = { missing: [], required: 0 }
  for (const item of items) countItem(item, [], store, count)
  return count
}
