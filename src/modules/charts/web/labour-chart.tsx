import { lazy, Suspense, useMemo } from 'react'
import { columnsOf, type Found, sheetOf } from '#kernel/drawing/labour-sheet.ts'
import { can, Loading, Panel, t } from '#web/kit/index.ts'
import type { ChartSeries, StayCharts } from '../contract.ts'
import { LabourPad } from './labour-pad.tsx'
import { LabourState } from './labour-state.tsx'
import { LabourTable } from './labour-table.tsx'

const ChartPicture = lazy(async () => ({
  default: (await import('#web/kit/drawing/chart-picture.tsx')).ChartPicture,
}))

const hourMs = 3_600_000

function signsOf({ key, points }: ChartSeries): readonly Found[] {
  if (key === 'pressure')
    return points.map(({ at, value, low }) => ({
      at,
      systolic: Number(value),
      ...(low === undefined ? {} : { diastolic: Number(low) }),
    }))
  if (key !== 'pulse' && key !== 'temperature') return []
  return points.map(({ at, value }) => ({ at, [key]: Number(value) }))
}

/** Examinations, and the mother's signs from an hour before the first of them on. */
function foundIn({ labour, vitals }: StayCharts): readonly Found[] {
  const examined = labour
    .filter((one) => !one.struck)
    .map(({ id: _, by: __, struck: ___, ...one }) => one as Found)
  const first = Math.min(...examined.map(({ at }) => Date.parse(at)))
  const signs = vitals.flatMap(signsOf).filter(({ at }) => Date.parse(at) >= first - hourMs)
  return columnsOf([...signs, ...examined])
}

/** The partograph of a labour: the sheet, how it stands, and the next examination. */
export function LabourChart({ charts }: { readonly charts: StayCharts }) {
  const columns = useMemo(() => foundIn(charts), [charts])
  const sheet = useMemo(() => sheetOf(columns), [columns])
  const canWrite = can('charts.labour')
  return (
    <div className="ch-labour">
      <div className="ch-labour-side ch-offpaper">
        <LabourState columns={columns} />
        {canWrite && <LabourPad encounterId={charts.encounterId} patientId={charts.patientId} />}
      </div>
      <div className="ch-labour-main">
        <Panel title={t('charts.kind.labour')} pad>
          <Suspense fallback={<Loading rows={12} />}>
            <div className="ch-scroll">
              <div className="ch-paper">
                <ChartPicture
                  kind="partograph"
                  chart={sheet}
                  label={t('charts.labour.said', { count: columns.length })}
                  measure="charts.labour"
                />
              </div>
            </div>
          </Suspense>
        </Panel>
        <div className="ch-offpaper">
          <LabourTable charts={charts} columns={columns} canWrite={canWrite} />
        </div>
      </div>
    </div>
  )
}
