import { keyFrom, readKey } from '#fhir/sdc/nodes.ts'
import { t } from '../text/translate.ts'
import type { ScreenItem } from './model.ts'
import { RowActs } from './row-acts.tsx'
import { RowFrame, useItemView, useScope } from './scope.tsx'
import { placeId, withNumber } from './use-item.ts'
import type { RowsWork } from './use-rows.ts'
import { wordsIn } from './words.ts'

/** Columns of a table: its questions; a group among them stands for those in it. */
function columnsOf(items: readonly ScreenItem[]): readonly ScreenItem[] {
  return items.flatMap((item) => {
    if (item.hidden) return []
    return item.kind === 'group' && !item.repeats && !item.drawing ? columnsOf(item.children) : [item]
  })
}

/** Room that a column wants at least, in pixels. */
function leastOf(item: ScreenItem): number {
  if (item.kind === 'dateTime') return 176
  if (item.kind === 'text' || item.kind === 'choice' || item.kind === 'open-choice') return 132
  return item.kind === 'string' || item.kind === 'date' ? 116 : 76
}

const mostWidth = 800

/** Whether the rows can be lines; wider tables, and rows with rows in them, are cards on every screen. */
export function fitsLines(item: ScreenItem): boolean {
  const columns = columnsOf(item.children)
  const isFlat = columns.every((column) => column.kind !== 'group' && column.kind !== 'attachment')
  return isFlat && columns.reduce((sum, column) => sum + leastOf(column), 0) <= mostWidth
}

const wide: ReadonlySet<string> = new Set(['text', 'group', 'attachment'])
const narrow: ReadonlySet<string> = new Set(['integer', 'decimal', 'quantity', 'time', 'boolean'])

function widthOf(item: ScreenItem): string {
  if (wide.has(item.kind)) return '3fr'
  return narrow.has(item.kind) ? '1fr' : '2fr'
}

interface TableProps {
  readonly item: ScreenItem
  readonly work: RowsWork
}

/** Rows of a printed table: lines where there is room, a card for each on a narrow screen. */
export function RowTable({ item, work }: TableProps) {
  const scope = useScope()
  const { language, readOnly } = scope
  const View = useItemView()
  const columns = columnsOf(item.children)
  const template = [
    ...columns.map((column) => `minmax(${leastOf(column)}px, ${widthOf(column)})`),
    ...(readOnly ? [] : ['76px']),
  ]
  return (
    <div className="fo-table" style={{ '--fo-columns': `34px ${template.join(' ')}` } as object}>
      <div className="fo-line fo-head" aria-hidden="true">
        <span />
        {columns.map((column) => (
          <span key={column.linkId}>
            {withNumber(column.prefix, wordsIn(column.words, language))}
            {column.unit && <span className="lo-field-unit"> {column.unit.display}</span>}
            {column.required && <span className="lo-field-need"> *</span>}
          </span>
        ))}
      </div>
      {work.rows.map((row, at) => (
        <section
          key={work.idOf(row)}
          className="fo-line"
          id={placeId(scope, row)}
          data-row-key={row}
          aria-label={t('fill.row.name', { at: at + 1 })}
        >
          <span className="fo-line-number lo-num">{at + 1}</span>
          <RowFrame item={item} row={row}>
            {columns.map((column) => (
              <div key={column.linkId} className="fo-cell">
                <View item={column} place={keyFrom(column.linkId, readKey(row).rows)} />
              </div>
            ))}
          </RowFrame>
          {!readOnly && <RowActs work={work} item={item} row={row} at={at} />}
        </section>
      ))}
    </div>
  )
}
