import { Button, can, FilterChips, type IconName, t } from '#web/kit/index.ts'
import type { Bed } from '../board-contract.ts'
import { type BoardFilter, boardFilters, filterCounts } from './board-filter.ts'
import { Draggable } from './draggable.tsx'
import { type BedTool, bedTools } from './use-bed-tools.ts'

interface BoardToolsProps {
  readonly beds: readonly Bed[]
  readonly today: string
  readonly filter: BoardFilter
  readonly onFilter: (filter: BoardFilter) => void
  readonly inHand: BedTool | undefined
  readonly onTool: ((tool: BedTool | undefined) => void) | undefined
}

const looks: Readonly<Record<BedTool, { readonly icon: IconName; readonly key: string }>> = {
  clean: { icon: 'droplet', key: 'V' },
  isolate: { icon: 'shield', key: 'C' },
  hold: { icon: 'tag', key: 'H' },
}

/** What the board is narrowed to, and what can be done to a bed: a tool is pressed and then beds, or dragged onto one. */
export function BoardTools({ beds, today, filter, onFilter, inHand, onTool }: BoardToolsProps) {
  const counts = filterCounts(beds, today)
  return (
    <div className="lo-board-tools">
      <FilterChips
        label={t('ward.filter')}
        value={filter}
        onChange={(value) => onFilter(value as BoardFilter)}
        options={boardFilters
          .filter((one) => one === 'all' || one === filter || counts[one] > 0)
          .map((value) => ({ value, label: t(`ward.filter.${value}`), count: counts[value] }))}
      />
      {onTool && can('ward.place') && (
        <div className="lo-board-hand" role="toolbar" aria-label={t('ward.tool')}>
          {bedTools.map((tool) => (
            <Draggable key={tool} carries={`tool:${tool}`} label={t(`ward.tool.${tool}`)}>
              <Button
                size="sm"
                icon={looks[tool].icon}
                keyHint={looks[tool].key}
                pressed={inHand === tool}
                onClick={() => onTool(inHand === tool ? undefined : tool)}
              >
                {t(`ward.tool.${tool}`)}
              </Button>
            </Draggable>
          ))}
        </div>
      )}
    </div>
  )
}
