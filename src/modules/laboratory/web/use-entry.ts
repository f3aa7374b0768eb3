import { useState } from 'react'
import { api, type Command, type Draft, notify, t, useCommand, useDraft } from '#web/kit/index.ts'
import type { EnteredValue, EnterOutcome, RequisitionView, ResultRow } from '../contract.ts'
import { shownValue } from './flags.ts'

/** What stands in a row that was touched: the text, and the version it was typed against. */
export interface Typed {
  readonly value: string
  readonly comment: string
  readonly version?: number
}

export interface Entry {
  readonly typed: Readonly<Record<string, Typed>>
  readonly refused: Readonly<Record<string, string>>
  readonly conflicts: EnterOutcome['conflicts']
  readonly unsaved: readonly EnteredValue[]
  readonly command: Command<readonly EnteredValue[], EnterOutcome>
  readonly draft: Draft<Readonly<Record<string, Typed>>>
  type(row: ResultRow, change: { readonly value?: string; readonly comment?: string }): void
  save(): Promise<boolean>
  decide(conflict: EnterOutcome['conflicts'][number], mine: boolean): void
}

export const keyOf = (row: { readonly requestId: string; readonly test: string }): string =>
  `${row.requestId} ${row.test}`

/** What a row shows while nobody has touched it. */
export function storedText(row: ResultRow): string {
  return row.result ? shownValue(row.result.value) : ''
}

/** The rows of a requisition as they are being typed; kept as a draft until they are stored. */
export function useEntry(view: RequisitionView, path: string): Entry {
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({})
  const [outcome, setOutcome] = useState<EnterOutcome>({ saved: 0, conflicts: [], refused: [] })
  const draft = useDraft(`laboratory:${view.requisition}`, typed, setTyped)
  const rows = new Map(view.rows.map((row) => [keyOf(row), row]))
  const unsaved = Object.entries(typed).flatMap(([key, one]) => {
    const row = rows.get(key)
    if (!row || (one.value.trim() === storedText(row) && one.comment === (row.result?.comment ?? ''))) return []
    return [
      {
        requestId: row.requestId,
        test: row.test,
        value: one.value,
        ...(one.comment ? { comment: one.comment } : {}),
        ...(one.version ? { version: one.version } : {}),
      },
    ]
  })
  const command = useCommand(
    (results: readonly EnteredValue[], act) => api.post<EnterOutcome>(`${path}/results`, { results }, act),
    {
      refresh: ['/api/laboratory'],
      done: (answer) => {
        setOutcome(answer)
        const kept = new Set([...answer.conflicts, ...answer.refused].map(keyOf))
        setTyped((now) => Object.fromEntries(Object.entries(now).filter(([key]) => kept.has(key))))
        if (kept.size === 0) draft.clear()
        if (answer.saved > 0) notify(t('laboratory.entry.saved', { count: answer.saved }))
      },
    },
  )
  return {
    typed,
    unsaved,
    command,
    draft,
    refused: Object.fromEntries(outcome.refused.map((one) => [keyOf(one), one.reason])),
    conflicts: outcome.conflicts,
    type(row, change) {
      const key = keyOf(row)
      setOutcome((now) => ({ ...now, refused: now.refused.filter((one) => keyOf(one) !== key) }))
      setTyped((now) => {
        const before = now[key] ?? {
          value: storedText(row),
          comment: row.result?.comment ?? '',
          ...(row.result ? { version: row.result.version } : {}),
        }
        return { ...now, [key]: { ...before, ...change } }
      })
    },
    async save() {
      if (unsaved.length === 0) return true
      const answer = await command.run(unsaved)
      return answer !== undefined && answer.conflicts.length === 0 && answer.refused.length === 0
    },
    decide(conflict, mine) {
      const key = keyOf(conflict)
      setOutcome((now) => ({ ...now, conflicts: now.conflicts.filter((one) => keyOf(one) !== key) }))
      setTyped((now) => {
        const { [key]: one, ...rest } = now
        return mine && one ? { ...rest, [key]: { ...one, version: conflict.version } } : rest
      })
    },
  }
}
