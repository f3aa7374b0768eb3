import { type ReactNode, useState } from 'react'
import {
  Button,
  Chip,
  Code,
  FlagMark,
  formatDateTime,
  formatNumber,
  formatShortDay,
  formatTime,
  Inline,
  Num,
  Panel,
  Row,
  Sparkline,
  Trend,
  type TrendRow,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { RoundEvent, RoundResult, RoundView } from '../contract.ts'

type Flag = Parameters<typeof FlagMark>[0]['flag']
const flags: Readonly<Record<string, Flag>> = {
  H: 'high',
  L: 'low',
  HH: 'critical-high',
  LL: 'critical-low',
  A: 'abnormal',
  high: 'high',
  low: 'low',
}
export const flagOf = (code: string | undefined): Flag => (code === undefined ? undefined : flags[code])

const Quiet = ({ children }: { readonly children: ReactNode }) => <p className="rd-quiet">{children}</p>

function eventText({ kind, sign, text }: RoundEvent): string {
  return kind === 'measure'
    ? `${t(`rounds.sign.${sign}`)} ${formatNumber(text.split(' ')[0])} ${text.split(' ').slice(1).join(' ')}`
    : text
}

/** Night and since: what a doctor would be told at the door. */
export function EventsPanel({ view }: { readonly view: RoundView }) {
  return (
    <Panel title={t('rounds.events')} note={t('rounds.since', { time: formatDateTime(view.since) })}>
      {view.events.length === 0 && <Quiet>{t('rounds.events.none')}</Quiet>}
      {view.events.map((event) => (
        <Row
          key={event.key}
          lead={<Num>{`${formatShortDay(event.at)} ${formatTime(event.at)}`}</Num>}
          title={<FlagMark flag={flagOf(event.flag)}>{eventText(event)}</FlagMark>}
          detail={t(`rounds.event.${event.kind}`)}
        />
      ))}
    </Panel>
  )
}

const orderOf = (one: RoundResult) => (one.isNew ? 0 : 2) + (one.points.at(-1)?.flag ? 0 : 1)

/** New results first, the abnormal before the others; older ones behind a key. */
export function ResultsPanel({ view }: { readonly view: RoundView }) {
  const [all, setAll] = useState(false)
  const sorted = view.results.toSorted((a, b) => orderOf(a) - orderOf(b))
  const shown = all ? sorted : sorted.filter(({ isNew }) => isNew)
  const older = sorted.length - shown.length
  return (
    <Panel title={t('rounds.results')} count={view.results.filter(({ isNew }) => isNew).length}>
      {view.results.length + view.findings.length === 0 && <Quiet>{t('rounds.results.none')}</Quiet>}
      {shown.map((one) => (
        <ResultRow key={one.key} result={one} />
      ))}
      {view.findings.map((one) => (
        <Row key={one.key} title={one.name} detail={one.text} aside={<Num>{formatTime(one.at)}</Num>} />
      ))}
      {older > 0 && (
        <div className="rd-more">
          <Button kind="plain" size="sm" onClick={() => setAll(true)}>
            {t('rounds.results.older', { count: older })}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function ResultRow({ result }: { readonly result: RoundResult }) {
  const { name, unit, points, range, isNew, band } = result
  const last = points.at(-1)
  const values = points.slice(-10).map(({ value }) => Number(value))
  if (!last) return null
  return (
    <Row
      title={
        <Inline gap={6}>
          {name} {isNew && <Chip tone="accent">{t('rounds.results.new')}</Chip>}
        </Inline>
      }
      detail={[unit, range, formatDateTime(last.at)].filter(Boolean).join(' · ')}
      aside={
        <Inline gap={10}>
          {values.length > 1 && (
            <Sparkline
              values={values}
              label={values.map(String).join(', ')}
              {...(band ? { band: known(band) } : {})}
            />
          )}
          <b className="rd-value">
            <FlagMark flag={flagOf(last.flag)}>{formatNumber(last.value)}</FlagMark>
          </b>
        </Inline>
      }
    />
  )
}

const known = ({ low, high }: { readonly low?: number | undefined; readonly high?: number | undefined }) => ({
  ...(low === undefined ? {} : { low }),
  ...(high === undefined ? {} : { high }),
})

const main = new Set(['temperature', 'pulse', 'pressure', 'respiration', 'saturation', 'weight'])

export function VitalsPanel({ view }: { readonly view: RoundView }) {
  const rows = view.vitals
    .filter(({ key }) => main.has(key))
    .map(
      ({ key, unit, points, band }): TrendRow => ({
        key,
        label: t(`rounds.sign.${key}`),
        unit,
        points: points.map(({ at, value, low, flag }) => ({
          at,
          value: Number(value),
          text: formatNumber(value),
          flag: flagOf(flag),
          ...(low === undefined ? {} : { low: Number(low) }),
        })),
        ...(band ? { band } : {}),
      }),
    )
  return (
    <Panel title={t('rounds.vitals')}>
      {rows.length === 0 ? (
        <Quiet>{t('rounds.vitals.none')}</Quiet>
      ) : (
        <Trend label={t('rounds.vitals')} rows={rows} />
      )}
    </Panel>
  )
}

export function ProblemsPanel({ view }: { readonly view: RoundView }) {
  return (
    <Panel title={t('rounds.problems')}>
      {view.problems.length === 0 && <Quiet>{t('rounds.problems.none')}</Quiet>}
      {view.problems.map(({ id, name, code }) => (
        <Row key={id} title={name} aside={code && <Code>{code}</Code>} />
      ))}
    </Panel>
  )
}

export function DevicesPanel({ view }: { readonly view: RoundView }) {
  return (
    <Panel title={t('rounds.devices')} count={view.devices.length}>
      {view.devices.length === 0 && <Quiet>{t('rounds.devices.none')}</Quiet>}
      {view.devices.map(({ id, name, site, day }) => (
        <Row key={id} title={name} detail={site} aside={<Num>{t('rounds.day', { day })}</Num>} />
      ))}
    </Panel>
  )
}

interface Fluids {
  readonly days: readonly {
    readonly day: string
    readonly start: string
    readonly in: number
    readonly out: number
    readonly balance: number
  }[]
}

/** In, out and balance of the last days, as nursing counts them. */
export function FluidsPanel({ view }: { readonly view: RoundView }) {
  const fluids = useApi<Fluids>(`/api/stays/${view.encounterId}/fluids`, {}, { background: true })
  const days = fluids.data?.days.slice(0, 2) ?? []
  if (days.length === 0) return null
  return (
    <Panel title={t('rounds.fluids')}>
      {days.map((day) => (
        <Row
          key={day.day}
          title={t('rounds.fluids.day', { day: formatShortDay(day.start) })}
          detail={
            <Num>
              {t('rounds.fluids.in')} {formatNumber(day.in)} · {t('rounds.fluids.out')} {formatNumber(day.out)} mL
            </Num>
          }
          aside={
            <b className="lo-num">
              {t('rounds.fluids.balance')} {day.balance > 0 ? '+' : ''}
              {formatNumber(day.balance)}
            </b>
          }
        />
      ))}
    </Panel>
  )
}
