import { useState } from 'react'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import {
  Chip,
  DateField,
  Empty,
  Failure,
  Inline,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { MeasureView, RuleMeasure } from '../contract.ts'

const share = (part: number, whole: number) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)}%`)

/** A rule that is passed over nearly always teaches people to look away. */
const tiring = (row: RuleMeasure) => row.shown >= 20 && row.overridden / row.shown > 0.8

/** Alert fatigue by rule, and the drugs that no check knows. */
export default function MeasureScreen() {
  const today = dayInVietnam(serverNow())
  const [from, setFrom] = useState(addDays(today, -30))
  const [to, setTo] = useState(today)
  const measure = useApi<MeasureView>('/api/order-checks/measure', { from, to }, { keepPrevious: true })
  return (
    <Page head={<PageHead title={t('orders.measure.title')} />}>
      <Inline>
        <DateField label={t('orders.measure.from')} value={from} onChange={(day) => day && setFrom(day)} />
        <DateField label={t('orders.measure.to')} value={to} onChange={(day) => day && setTo(day)} />
      </Inline>
      {measure.isPending && <Loading rows={8} />}
      {measure.isError && <Failure error={measure.error} retry={measure.refetch} />}
      {measure.data && (
        <>
          <Rules rows={measure.data.rules} />
          <Coverage view={measure.data.coverage} />
        </>
      )}
    </Page>
  )
}

function Rules({ rows }: { readonly rows: readonly RuleMeasure[] }) {
  const figure = (key: 'shown' | 'heeded' | 'overridden' | 'dry') => ({
    key,
    head: t(`orders.measure.${key}`),
    align: 'right' as const,
    cell: (row: RuleMeasure) => <Num>{row[key]}</Num>,
  })
  return (
    <Panel title={t('orders.measure.rules')} count={rows.length} note={t('orders.measure.note')}>
      <Table<RuleMeasure>
        label={t('orders.measure.rules')}
        rows={rows}
        rowKey={(row) => row.rule}
        rowTone={(row) => (tiring(row) ? 'warn' : undefined)}
        empty={<Empty>{t('orders.measure.none')}</Empty>}
        columns={[
          {
            key: 'rule',
            head: t('orders.measure.rule'),
            onPhone: 'main',
            cell: (row) => (
              <>
                <b>{row.rule}</b> {tiring(row) && <Chip tone="warn">{t('orders.measure.tiring')}</Chip>}
                {row.reasons.length > 0 && <div className="lo-dense lo-ink2">{row.reasons.join('; ')}</div>}
              </>
            ),
          },
          figure('shown'),
          figure('heeded'),
          figure('overridden'),
          {
            key: 'share',
            head: t('orders.measure.share'),
            align: 'right',
            cell: (row) => <Num>{share(row.overridden, row.shown)}</Num>,
          },
          figure('dry'),
        ]}
      />
    </Panel>
  )
}

function Coverage({ view }: { readonly view: MeasureView['coverage'] }) {
  return (
    <Panel title={t('orders.measure.coverage')} note={t('orders.measure.coverageNote')} pad>
      <p>{t('orders.measure.rows', { ...view.rows })}</p>
      <p>{t('orders.measure.insured', { drugs: view.insured.join(', ') })}</p>
      {view.missing.map((one) => (
        <details key={one.check}>
          <summary>
            {t('orders.measure.missing', {
              check: t(`orders.check.${one.check}`),
              count: one.drugs.length,
              of: view.drugs,
            })}
          </summary>
          <p className="lo-dense lo-ink2">{one.drugs.join(', ')}</p>
        </details>
      ))}
    </Panel>
  )
}
