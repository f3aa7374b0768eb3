import type { Key } from '#fhir/sdc/types.ts'
import { IconButton } from '../fields/button.tsx'
import { t } from '../text/translate.ts'
import type { RowsWork } from './use-rows.ts'

interface ActsProps {
  readonly work: RowsWork
  readonly row: Key
  readonly at: number
}

/** What can be done with one row; keys do the same. */
export function RowActs({ work, row, at }: ActsProps) {
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
      {work.mayRemove && (
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
