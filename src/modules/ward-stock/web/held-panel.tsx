import { useState } from 'react'
import {
  Button,
  Chip,
  can,
  Empty,
  Failure,
  formatDay,
  formatNumber,
  Inline,
  LinkButton,
  Loading,
  Panel,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { StockRow, StockView } from '../contract.ts'
import { type Act, MoveDialog } from './move-dialog.tsx'

type Lot = StockRow['lots'][number]

interface HeldPanelProps {
  readonly place: string
  readonly onBook: (drugCode: string) => void
}

/** What the ward holds, lot by lot; a debt stands in its own line. */
export function HeldPanel({ place, onBook }: HeldPanelProps) {
  const stock = useApi<StockView>('/api/ward-stock', { place })
  const [act, setAct] = useState<Act | undefined>(undefined)
  if (stock.isPending) return <Loading rows={8} />
  if (stock.isError) return <Failure error={stock.error} retry={stock.refetch} />
  const mayMove = can('wardStock.move')
  const rows = stock.data.rows.filter((row) => row.lots.length > 0)
  return (
    <Panel
      title={t('wardStock.tab.held')}
      count={rows.length}
      actions={
        mayMove && (
          <Button kind="primary" icon="plus" onClick={() => setAct({ kind: 'receive', place })}>
            {t('wardStock.receive')}
          </Button>
        )
      }
    >
      {rows.length === 0 && <Empty>{t('wardStock.empty')}</Empty>}
      <ul className="stock">
        {rows.map((row) => (
          <li key={row.drugCode}>
            <div className="stock-drug">
              <b>{row.name}</b>
              {row.kind !== 'C' && <Chip tone="plum">{t(`wardStock.kind.${row.kind}`)}</Chip>}
              <Button size="sm" onClick={() => onBook(row.drugCode)}>
                {t('wardStock.tab.book')}
              </Button>
            </div>
            <b className="stock-sum lo-num">
              {formatNumber(row.quantity)} {row.unit}
            </b>
            <ul>
              {row.lots.map((lot) => (
                <LotLine key={lot.lot} row={row} lot={lot} place={place} onAct={mayMove ? setAct : undefined} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {act && <MoveDialog act={act} onClose={() => setAct(undefined)} />}
    </Panel>
  )
}

const tones = { good: 'quiet', soon: 'warn', expired: 'crit', debt: 'warn', used: 'quiet' } as const

interface LotLineProps {
  readonly row: StockRow
  readonly lot: Lot
  readonly place: string
  readonly onAct: ((act: Act) => void) | undefined
}

function LotLine({ row, lot, place, onAct }: LotLineProps) {
  const of = {
    place,
    drugCode: row.drugCode,
    name: row.name,
    unit: row.unit,
    controlled: row.kind !== 'C',
    lot: lot.lot,
  }
  return (
    <li>
      <span>{lot.lot === '' ? t('wardStock.debt') : t('wardStock.lot', { lot: lot.lot })}</span>
      <span className="lo-num">{formatNumber(lot.quantity)}</span>
      <Chip tone={tones[lot.state]}>
        {lot.expiresOn
          ? t('wardStock.expires', { day: formatDay(lot.expiresOn) })
          : t(`wardStock.state.${lot.state}`)}
      </Chip>
      {onAct && lot.lot !== '' && (
        <Inline>
          {(['count', 'return', 'destroy'] as const).map((kind) => (
            <Button key={kind} size="sm" onClick={() => onAct({ ...of, kind, quantity: lot.quantity })}>
              {t(`wardStock.${kind}`)}
            </Button>
          ))}
          <LinkButton
            href={`/api/ward-stock/labels?place=${place}&drug=${encodeURIComponent(row.drugCode)}&lot=${encodeURIComponent(lot.lot)}`}
            icon="print"
          >
            {t('wardStock.labels')}
          </LinkButton>
        </Inline>
      )}
    </li>
  )
}
