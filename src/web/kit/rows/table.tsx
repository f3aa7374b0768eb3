import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../hands/shortcuts.ts'
import { scrollFocus } from '../layout/scroll-focus.ts'
import { t } from '../text/translate.ts'
import type { RowTone } from './row.tsx'

export interface Column<T> {
  readonly key: string
  readonly head: ReactNode
  readonly cell: (row: T) => ReactNode
  readonly align?: 'left' | 'right' | 'center'
  readonly width?: number | string
  readonly hideOn?: 'phone' | 'tablet'
  /** Where the cell stands when a row folds into a card on a narrow table; any such column makes all rows fold. */
  readonly onPhone?: 'lead' | 'main' | 'aside' | 'line'
  /** The folded row says what the line is: a second date, a number. */
  readonly namedOnPhone?: boolean
}

interface TableProps<T> {
  /** What the table holds, for screen readers. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  readonly onOpen?: (row: T) => void
  readonly selectedKey?: string | undefined
  readonly onSelect?: (row: T) => void
  readonly marked?: ReadonlySet<string>
  readonly onMark?: (row: T) => void
  readonly rowTone?: (row: T) => RowTone | undefined
  readonly empty?: ReactNode
  readonly maxHeight?: number | string
  /** J, K and Enter; off where two tables stand on one screen. */
  readonly keys?: boolean
}

/** Moves a cursor through rows with J, K or the arrows; Enter opens, X marks. */
function useRowKeys<T>(props: TableProps<T>) {
  const [own, setOwn] = useState<string | undefined>(undefined)
  const current = props.selectedKey ?? own
  const { rows, rowKey } = props
  const at = rows.findIndex((row) => rowKey(row) === current)
  function select(row: T | undefined): void {
    if (!row) return
    setOwn(rowKey(row))
    props.onSelect?.(row)
  }
  const here = () => rows[at]
  const open = () => {
    const row = here()
    if (row) props.onOpen?.(row)
  }
  const mark = () => {
    const row = here()
    if (row) props.onMark?.(row)
  }
  const next = () => select(rows[Math.min(at + 1, rows.length - 1)])
  const previous = () => select(rows[Math.max(at - 1, 0)])
  useShortcuts(
    [
      { keys: 'j', label: t('kit.table.next'), run: next },
      { keys: 'k', label: t('kit.table.previous'), run: previous },
      ...(props.onOpen ? [{ keys: 'enter', label: t('kit.table.open'), run: open }] : []),
      ...(props.onMark ? [{ keys: 'x', label: t('kit.table.mark'), run: mark }] : []),
    ],
    { enabled: (props.keys ?? Boolean(props.onOpen || props.onSelect)) && rows.length > 0 },
  )
  return { current, select }
}

/** Dense rows in columns; a real table for screen readers. */
export function Table<T>(props: TableProps<T>) {
  const { columns, rows, rowKey, onOpen } = props
  const { current, select } = useRowKeys(props)
  const body = useRef<HTMLTableSectionElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new cursor is brought into sight
  useEffect(() => {
    body.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div ref={scrollFocus} className="lo-table-wrap" style={{ maxHeight: props.maxHeight }}>
      <table className="lo-table" data-fold={columns.some((column) => column.onPhone) || undefined}>
        <caption className="lo-hidden">{props.label}</caption>
        <thead>
          <tr>
            {props.onMark && (
              <th scope="col" style={{ width: 36 }}>
                <span className="lo-hidden">{t('kit.table.mark')}</span>
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-align={column.align}
                data-hide={column.hideOn}
                style={{ width: column.width }}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => {
            const key = rowKey(row)
            return (
              // The keyboard goes through J, K and Enter, and the first cell's link
              <tr
                key={key}
                aria-selected={key === current}
                data-open={onOpen || props.onSelect ? true : undefined}
                data-tone={props.rowTone?.(row)}
                onClick={(event) => {
                  if (event.target instanceof Element && event.target.closest('a, button, input, label, select'))
                    return
                  select(row)
                  onOpen?.(row)
                }}
              >
                {props.onMark && (
                  <td data-phone="lead">
                    <label className="lo-check">
                      <input
                        type="checkbox"
                        checked={props.marked?.has(key) ?? false}
                        onChange={() => props.onMark?.(row)}
                      />
                      <span className="lo-hidden">{t('kit.table.mark')}</span>
                    </label>
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.key}
                    data-align={column.align}
                    data-hide={column.hideOn}
                    data-phone={column.onPhone}
                    data-named={column.namedOnPhone ? column.head : undefined}
                    className={column.align === 'right' ? 'lo-num' : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </div>
  )
}
