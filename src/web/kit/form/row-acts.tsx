import type { Key } from '#fhir/sdc/types.ts'
import { IconButton } from '../fields/button.tsx'
import { t } from '../text/translate.ts'
import type { ScreenItem } from './model.ts'
import { isRowClosed, usePlace, useScope } from './scope.tsx'
import type { RowsWork } from './use-rows.ts'

interface ActsProps {
  readonly item: ScreenItem
  readonly work: RowsWork
  readonly row: Key
  readonly at: number
}

/** What can be done with one row; keys do the same. */
export function RowActs({ work, item, row, at }: ActsProps) {
  const scope = useScope()
  usePlace(scope.store, row)
  const mayRemove = work.mayRemove && !isRowClosed(scope, item, row)
  return (
    <span className="fo-row-acts">
      {work.mayAdd && (
        <IconButton
          icon="copy"
          size="sm"
          label={t('fill.row.duplicate', { at: at + 1 })}
          onClick={() => work.duplicate(row)}
        />
      )}
      {mayRemove && (
        <IconButton
          icon="trash"
          size="sm"
          label={t('fill.row.remove', { at: at + 1 })}
          onClick={() => work.remove(row)}
        />
      )}
    </span>
  )
}
