import { type KeyboardEvent, useState } from 'react'
import { readKey } from '#fhir/sdc/nodes.ts'
import type { Key } from '#fhir/sdc/types.ts'
import { keyName } from '../hands/shortcuts.ts'
import type { TakenRow } from './form-store.ts'
import type { ScreenItem } from './model.ts'
import { type FormScope, isRowClosed, usePlace, useScope } from './scope.tsx'
import { placeId } from './use-item.ts'

export interface RowsWork {
  readonly rows: readonly Key[]
  readonly idOf: (row: Key) => string
  add(after?: Key): void
  duplicate(row: Key): void
  remove(row: Key): void
  /** The row that was taken out last, until something else is done. */
  readonly taken: TakenRow | undefined
  restore(): void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly mayAdd: boolean
  readonly mayRemove: boolean
}

/** Puts the cursor into the first field of a row once it is drawn. */
function enter(scope: FormScope, row: Key): void {
  requestAnimationFrame(() => {
    const place = document.getElementById(placeId(scope, row))
    place?.querySelector<HTMLElement>('input:not([type=file]), textarea, select, button')?.focus()
  })
}

/** Rows of a repeating group and what the hands do with them: Alt N adds, Alt U doubles, Alt Delete takes out. */
export function useRows(item: ScreenItem, place: Key): RowsWork {
  const scope = useScope()
  const { store, readOnly } = scope
  usePlace(store, place)
  const around = readKey(place).rows
  const rows = store.rowsAt(item.linkId, around)
  const [taken, setTaken] = useState<TakenRow>()
  const mayAdd = !readOnly && rows.length < (item.maxRows ?? 500)
  const mayRemove = !readOnly

  function add(after?: Key): void {
    if (!mayAdd) return
    setTaken(undefined)
    enter(scope, store.beginRow(item.linkId, around, after === undefined ? undefined : rows.indexOf(after) + 1))
  }

  function duplicate(row: Key): void {
    if (!mayAdd) return
    setTaken(undefined)
    enter(scope, store.duplicateRow(row))
  }

  function remove(row: Key): void {
    if (!mayRemove || isRowClosed(scope, item, row)) return
    const at = rows.indexOf(row)
    setTaken(store.removeRow(row))
    const next = store.rowsAt(item.linkId, around)[Math.max(0, Math.min(at, rows.length - 2))]
    if (next) enter(scope, next)
  }

  const acts: Readonly<Record<string, (row: Key) => void>> = {
    'alt+n': add,
    'alt+u': duplicate,
    'alt+delete': remove,
    'alt+backspace': remove,
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const act = acts[keyName(event.nativeEvent)]
    const at = event.target instanceof Element ? event.target.closest('[data-row-key]') : null
    const row = at?.getAttribute('data-row-key')
    if (!act || !row || event.defaultPrevented || !rows.includes(row)) return
    event.preventDefault()
    event.stopPropagation()
    act(row)
  }

  return {
    rows,
    idOf: (row) => store.rowId(row),
    add,
    duplicate,
    remove,
    taken,
    restore: () => {
      if (taken) store.restoreRow(taken)
      setTaken(undefined)
    },
    onKeyDown,
    mayAdd,
    mayRemove,
  }
}
