import { extensionOf, sdcUrl } from '#fhir/sdc/extensions.ts'
import { keyFrom, readKey } from '#fhir/sdc/nodes.ts'
import type { Answer, Key } from '#fhir/sdc/types.ts'
import type { FormStore } from './form-store.ts'
import type { ScreenItem } from './model.ts'

/** Where an answer was taken from: a reference and its name as a reader knows it. */
export interface Source {
  readonly reference: string
  readonly display: string
}

export function sourceOf(answer: Answer | undefined): Source | undefined {
  const from = answer && extensionOf(answer, sdcUrl.filledFrom)?.valueReference
  return from ? { reference: from.reference ?? '', display: from.display ?? '' } : undefined
}

/** The answer as it was elsewhere, marked with where. */
function carried(answer: Answer, source: Source): Answer {
  const others = (answer.extension ?? []).filter((one) => one.url !== sdcUrl.filledFrom)
  return { ...answer, extension: [...others, { url: sdcUrl.filledFrom, valueReference: { ...source } }] }
}

/** Derived answers and pictures are made again; whatever a person cannot write is not carried. */
function isCarried(item: ScreenItem): boolean {
  return !item.derived && !item.readOnly && item.kind !== 'display'
}

interface Carrying {
  readonly to: FormStore
  readonly from: FormStore
  readonly source: Source
}

function carryRows(of: Carrying, item: ScreenItem, rows: readonly number[]): void {
  const old = of.from.rowsAt(item.linkId, rows)
  if (old.length === 0) return
  for (const row of [...of.to.rowsAt(item.linkId, rows)].reverse()) of.to.removeRow(row)
  for (const row of old) {
    of.to.addRow(item.linkId, rows)
    for (const child of item.children) carry(of, child, readKey(row).rows)
  }
}

function carry(of: Carrying, item: ScreenItem, rows: readonly number[]): void {
  if (item.kind === 'group' && item.repeats) {
    carryRows(of, item, rows)
    return
  }
  const key = keyFrom(item.linkId, rows)
  const answers = of.from.answersAt(key)
  if (answers.length > 0 && isCarried(item))
    of.to.answer(
      key,
      answers.map((answer) => carried(answer, of.source)),
    )
  for (const child of item.children) carry(of, child, rows)
}

/** Takes one item, or a group with all in it, from another fill of the same form. */
export function carryItem(to: FormStore, from: FormStore, item: ScreenItem, key: Key, source: Source): void {
  const { rows } = readKey(key)
  carry(
    { to, from, source },
    item,
    item.kind === 'group' && item.repeats ? rows.slice(0, item.within.length) : rows,
  )
}
