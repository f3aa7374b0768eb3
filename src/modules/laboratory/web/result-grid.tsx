import { type KeyboardEvent, useRef } from 'react'
import { Alert, Conflict, DraftState, Panel, t } from '#web/kit/index.ts'
import type { RequisitionView, ResultRow } from '../contract.ts'
import { shownValue } from './flags.ts'
import './laboratory.css'
import { ResultLine, trailOf } from './result-line.tsx'
import { type Entry, keyOf } from './use-entry.ts'

interface GridProps {
  readonly view: RequisitionView
  readonly entry: Entry
}

/** Results by group, to be filled without a mouse: Enter and the arrows go from field to field. */
export function ResultGrid({ view, entry }: GridProps) {
  const body = useRef<HTMLTableElement>(null)
  function move(event: KeyboardEvent<HTMLElement>): void {
    const by = stepOf(event)
    const fields = [...(body.current?.querySelectorAll<HTMLElement>('[data-result]') ?? [])]
    const next = by === 0 ? undefined : fields[fields.indexOf(event.target as HTMLElement) + by]
    if (!next) return
    event.preventDefault()
    next.focus()
    if (next instanceof HTMLInputElement) next.select()
  }
  const trails = [...new Set(view.rows.map(trailOf))].filter((trail) => trail !== undefined)
  const groups = [...Map.groupBy(view.rows, (row) => row.group)]
  return (
    <Panel
      title={t('laboratory.column.result')}
      actions={entry.unsaved.length > 0 && <DraftState draft={entry.draft} />}
      footer={
        trails.length > 0 && (
          <div className="lo-dense lo-ink2">
            {trails.map((trail) => (
              <div key={trail}>{trail}</div>
            ))}
          </div>
        )
      }
    >
      {entry.command.error && <Alert level="warning" title={entry.command.error.title} />}
      {entry.conflicts.map((conflict) => (
        <Conflict
          key={keyOf(conflict)}
          who={conflict.by}
          at={conflict.at}
          mine={<b className="lo-num">{conflict.typed}</b>}
          theirs={
            <b className="lo-num">
              {nameOf(view, conflict.test)} {shownValue(conflict.theirs)}
            </b>
          }
          onMine={() => entry.decide(conflict, true)}
          onTheirs={() => entry.decide(conflict, false)}
        />
      ))}
      <div className="lab-grid-wrap">
        <table className="lab-grid" ref={body} onKeyDown={move}>
          <caption className="lo-hidden">{t('laboratory.entry.label')}</caption>
          <GridHead />
          {groups.map(([group, rows]) => (
            <tbody key={group}>
              <tr className="lab-group">
                <th colSpan={6} scope="colgroup">
                  {group}
                </th>
              </tr>
              {rows.map((row) => (
                <ResultLine key={keyOf(row)} row={row} view={view} entry={entry} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Panel>
  )
}

function GridHead() {
  return (
    <thead>
      <tr>
        <th scope="col">{t('laboratory.column.tests')}</th>
        <th scope="col" data-align="right">
          {t('laboratory.column.result')}
        </th>
        <th scope="col" data-wide>
          {t('laboratory.column.unit')}
        </th>
        <th scope="col" data-wide>
          {t('laboratory.column.range')}
        </th>
        <th scope="col" data-wide>
          {t('laboratory.column.previous')}
        </th>
        <th scope="col" data-wide>
          {t('laboratory.column.note')}
        </th>
      </tr>
    </thead>
  )
}

function stepOf(event: KeyboardEvent<HTMLElement>): number {
  if (event.nativeEvent.isComposing || event.ctrlKey || event.altKey) return 0
  const inText = event.target instanceof HTMLTextAreaElement
  if (event.key === 'Enter') return event.shiftKey ? (inText ? 0 : -1) : 1
  if (inText || event.target instanceof HTMLSelectElement) return 0
  if (event.key === 'ArrowDown') return 1
  return event.key === 'ArrowUp' ? -1 : 0
}

function nameOf(view: RequisitionView, test: string): string {
  return view.rows.find((row: ResultRow) => row.test === test)?.name ?? test
}
