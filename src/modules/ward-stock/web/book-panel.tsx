import {
  Chip,
  Empty,
  Failure,
  formatDateTime,
  formatNumber,
  Loading,
  Panel,
  Stack,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { BookLine, BookView } from '../contract.ts'
import { DrugPicker } from './drug-picker.tsx'

interface BookPanelProps {
  readonly place: string
  readonly drug: string | undefined
  readonly onDrug: (code: string) => void
}

/** The book of one medicine of the last 30 days: each move, the balance after it, who signed. */
export function BookPanel({ place, drug, onDrug }: BookPanelProps) {
  const book = useApi<BookView>(drug ? '/api/ward-stock/book' : undefined, { place, drug })
  return (
    <Stack>
      <DrugPicker label={t('wardStock.drug')} onPick={(found) => onDrug(found.code)} />
      {!drug && <Empty>{t('wardStock.book.choose')}</Empty>}
      {drug && book.isPending && <Loading rows={6} />}
      {book.isError && <Failure error={book.error} retry={book.refetch} />}
      {book.data && (
        <Panel
          title={book.data.name}
          note={t('wardStock.book.before', { quantity: formatNumber(book.data.before), unit: book.data.unit })}
          actions={book.data.kind !== 'C' && <Chip tone="plum">{t(`wardStock.kind.${book.data.kind}`)}</Chip>}
        >
          <Table<BookLine>
            label={t('wardStock.tab.book')}
            rows={book.data.lines}
            rowKey={(line) => String(line.number)}
            empty={t('wardStock.book.empty')}
            columns={[
              {
                key: 'at',
                head: t('wardStock.book.at'),
                cell: (line) => formatDateTime(line.at),
                onPhone: 'lead',
              },
              {
                key: 'kind',
                head: t('wardStock.book.kind'),
                cell: (line) => t(`wardStock.move.${line.kind}`),
                onPhone: 'main',
              },
              {
                key: 'lot',
                head: t('wardStock.lotNumber'),
                cell: (line) => line.lot || t('wardStock.debt'),
                onPhone: 'line',
              },
              {
                key: 'quantity',
                head: t('wardStock.book.quantity'),
                align: 'right',
                cell: (line) => formatNumber(line.quantity),
                onPhone: 'aside',
              },
              {
                key: 'balance',
                head: t('wardStock.book.balance'),
                align: 'right',
                cell: (line) => <b>{formatNumber(line.balance)}</b>,
                onPhone: 'aside',
              },
              {
                key: 'patient',
                head: t('wardStock.book.patient'),
                cell: (line) => line.patient ?? line.reason ?? '',
                onPhone: 'line',
              },
              { key: 'by', head: t('wardStock.book.by'), cell: (line) => line.by, onPhone: 'line' },
              {
                key: 'witness',
                head: t('wardStock.book.witness'),
                cell: (line) => line.witness ?? '',
                onPhone: 'line',
              },
            ]}
          />
        </Panel>
      )}
    </Stack>
  )
}
