import { useState } from 'react'
import {
  Button,
  Chip,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatNumber,
  Loading,
  Num,
  Panel,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { MergeList, MergePerson, MergeRecord } from '../contract.ts'
import { personNamed } from './person-text.ts'
import { UndoDialog } from './undo-dialog.tsx'

/** Merges, newest first: which entry into which, who, when, why; each can be taken back. */
export function MergesPanel() {
  const [before, setBefore] = useState<string | undefined>(undefined)
  const [undoing, setUndoing] = useState<MergeRecord | undefined>(undefined)
  const list = useApi<MergeList>('/api/patient-merges', before ? { before } : {}, { keepPrevious: true })
  const next = list.data?.next
  return (
    <Panel
      label={t('patientMerge.tab.done')}
      footer={next && <Button onClick={() => setBefore(next)}>{t('patientMerge.older')}</Button>}
    >
      {list.isPending && <Loading rows={8} />}
      {list.isError && <Failure error={list.error} retry={list.refetch} />}
      {list.data && (
        <Table<MergeRecord>
          label={t('patientMerge.tab.done')}
          columns={columns(setUndoing)}
          rows={list.data.merges}
          rowKey={(row) => row.id}
          empty={<Empty>{t('patientMerge.empty')}</Empty>}
        />
      )}
      {undoing && <UndoDialog merge={undoing} onClose={() => setUndoing(undefined)} />}
    </Panel>
  )
}

const named = (person: MergePerson) => personNamed(person.name, person.mrn)

function columns(onUndo: (row: MergeRecord) => void): readonly Column<MergeRecord>[] {
  return [
    {
      key: 'at',
      head: t('patientMerge.column.at'),
      width: 150,
      onPhone: 'line',
      cell: (row) => <Num>{formatDateTime(row.at)}</Num>,
    },
    {
      key: 'what',
      head: t('patientMerge.column.what'),
      onPhone: 'main',
      cell: (row) => (
        <div>
          <span style={{ fontWeight: 500 }}>{named(row.source)}</span>
          <div className="lo-dense lo-ink2">{t('patientMerge.into', { target: named(row.target) })}</div>
        </div>
      ),
    },
    {
      key: 'why',
      head: t('patientMerge.column.why'),
      onPhone: 'line',
      cell: (row) => (
        <div>
          {row.reason}
          <div className="lo-dense lo-ink2">{row.by}</div>
        </div>
      ),
    },
    {
      key: 'moved',
      head: t('patientMerge.column.moved'),
      width: 110,
      align: 'right',
      hideOn: 'tablet',
      cell: (row) => <Num>{formatNumber(row.moved + row.refiled)}</Num>,
    },
    {
      key: 'undo',
      head: t('patientMerge.column.state'),
      width: 200,
      onPhone: 'line',
      cell: (row) => <UndoCell row={row} onUndo={onUndo} />,
    },
  ]
}

interface UndoCellProps {
  readonly row: MergeRecord
  readonly onUndo: (row: MergeRecord) => void
}

function UndoCell({ row, onUndo }: UndoCellProps) {
  if (row.undoneAt)
    return (
      <div>
        <Chip tone="quiet" icon="history">
          {t('patientMerge.undone')}
        </Chip>
        <div className="lo-dense lo-ink2">
          {row.undoneBy} · <Num>{formatDateTime(row.undoneAt)}</Num>
        </div>
      </div>
    )
  return (
    <Button
      size="sm"
      icon="history"
      disabledBecause={row.mergedOnward ? t('patientMerge.mergedOnward') : undefined}
      onClick={() => onUndo(row)}
    >
      {t('patientMerge.undo')}
    </Button>
  )
}
