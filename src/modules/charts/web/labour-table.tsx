import { useState } from 'react'
import { columnsOf, type Found } from '#kernel/drawing/labour-sheet.ts'
import { api, Empty, formatShortDay, formatTime, IconButton, Panel, ReasonDialog, t } from '#web/kit/index.ts'
import type { StayCharts } from '../contract.ts'
import type { LabourExamination } from '../labour-contract.ts'
import { said } from './labour-state.tsx'

const shown = [
  'cervix',
  'descent',
  'fetalHeart',
  'contractions',
  'length',
  'fluid',
  'moulding',
  'pulse',
  'systolic',
  'diastolic',
  'temperature',
  'urine',
  'oxytocin',
  'drops',
  'drug',
] as const

interface LabourTableProps {
  readonly charts: StayCharts
  readonly columns: readonly Found[]
  readonly canWrite: boolean
}

/** The same examinations as a table, for who does not see the curves; struck ones stay readable. */
export function LabourTable({ charts, columns, canWrite }: LabourTableProps) {
  const [striking, setStriking] = useState<string>()
  const struck = charts.labour.filter((one) => one.struck)
  const by = new Map(charts.labour.map((one) => [Date.parse(one.at), one.by]))
  const keys = shown.filter((key) => columns.some((one) => one[key] !== undefined))
  const path = `/api/stays/${charts.encounterId}/labour/strike`
  return (
    <Panel title={t('charts.labour.all')} count={columns.length}>
      {columns.length === 0 && <Empty>{t('charts.labour.none')}</Empty>}
      {columns.length > 0 && (
        <div className="lo-table-wrap">
          <table className="lo-table ch-lab">
            <caption className="lo-hidden">{t('charts.labour.all')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('charts.time')}</th>
                {keys.map((key) => (
                  <th key={key} scope="col">
                    {t(`charts.labour.${key}`)}
                  </th>
                ))}
                <th scope="col">{t('charts.labour.by')}</th>
              </tr>
            </thead>
            <tbody>
              {columns.toReversed().map((one) => (
                <tr key={one.at}>
                  <th scope="row" className="lo-num">
                    {formatShortDay(one.at)} {formatTime(one.at)}
                  </th>
                  {keys.map((key) => (
                    <td key={key} className="lo-num">
                      {one[key] === undefined ? '–' : said(key, one[key])}
                    </td>
                  ))}
                  <td>
                    {by.get(Date.parse(one.at)) ?? ''}
                    {canWrite && by.has(Date.parse(one.at)) && (
                      <IconButton
                        icon="trash"
                        size="sm"
                        label={t('charts.labour.strikeOf', { time: formatTime(one.at) })}
                        onClick={() => setStriking(one.at)}
                      />
                    )}
                  </td>
                </tr>
              ))}
              {columnsOf(struck).map((one) => (
                <Struck key={one.at} one={one as LabourExamination} keys={keys} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {striking && (
        <ReasonDialog
          title={t('charts.labour.strikeOf', { time: formatTime(striking) })}
          act={t('charts.labour.strike')}
          danger
          least={3}
          run={(reason, act) => api.post(path, { at: striking, reason }, act)}
          refresh={[`/api/stays/${charts.encounterId}`, `/api/encounters/${charts.encounterId}`]}
          done={() => setStriking(undefined)}
          onClose={() => setStriking(undefined)}
        />
      )}
    </Panel>
  )
}

function Struck({ one, keys }: { readonly one: LabourExamination; readonly keys: readonly (keyof Found)[] }) {
  return (
    <tr className="ch-struck">
      <th scope="row" className="lo-num">
        {formatShortDay(one.at)} {formatTime(one.at)}
      </th>
      {keys.map((key) => {
        const value = (one as Found)[key]
        return (
          <td key={key} className="lo-num">
            <s>{value === undefined ? '' : said(key, value)}</s>
          </td>
        )
      })}
      <td>{t('charts.labour.struck', { by: one.struck?.by ?? '–', reason: one.struck?.reason ?? '–' })}</td>
    </tr>
  )
}
