import { FlagMark, Sparkline, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { Flowsheet, FlowsheetCell } from '../contract.ts'
import { markOf, shownValue } from './flags.ts'

type Test = Flowsheet['groups'][number]['tests'][number]

/** The sheet itself: the first column stays, columns of time are swiped. */
export function FlowTable({ sheet, newestFirst }: { readonly sheet: Flowsheet; readonly newestFirst: boolean }) {
  const order = sheet.times.map((_, at) => at)
  if (newestFirst) order.reverse()
  const last = sheet.times.length - 1
  return (
    <div style={{ overflow: 'auto' }}>
      <table className="lab-flow lo-num">
        <caption className="lo-hidden">{t('laboratory.flowsheet.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('laboratory.flowsheet.test')}</th>
            <th scope="col" data-wide>
              {t('laboratory.column.range')}
            </th>
            <th scope="col" data-wide>
              {t('laboratory.column.trend')}
            </th>
            {order.map((at) => (
              <TimeHead key={sheet.times[at]} time={sheet.times[at] ?? ''} newest={at === last} />
            ))}
          </tr>
        </thead>
        {sheet.groups.map((group) => (
          <tbody key={group.code}>
            <tr className="lab-group">
              <th colSpan={order.length + 3} scope="colgroup">
                {group.name || t('laboratory.flowsheet.other')}
              </th>
            </tr>
            {group.tests.map((test) => (
              <tr key={test.code} data-open-critical={isOpenCritical(test, sheet) || undefined}>
                <th scope="row">
                  {test.name} <span className="lo-ink3">{test.unit}</span>
                  <div className="lab-narrow lo-dense lo-ink2">{test.range?.text}</div>
                </th>
                <td className="lo-ink2" data-wide title={test.range?.source}>
                  {test.range?.text}
                </td>
                <td data-wide>
                  <Trend test={test} />
                </td>
                {order.map((at) => (
                  <Cell key={sheet.times[at]} cell={test.cells[at] ?? null} newest={at === last} />
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function TimeHead({ time, newest }: { readonly time: string; readonly newest: boolean }) {
  return (
    <th scope="col" data-newest={newest || undefined}>
      {time.slice(8, 10)}/{time.slice(5, 7)}
      {time.slice(0, 4) === String(serverNow().getFullYear()) ? '' : `/${time.slice(0, 4)}`}
      <b>{time.slice(11, 16)}</b>
    </th>
  )
}

function Cell({ cell, newest }: { readonly cell: FlowsheetCell | null; readonly newest: boolean }) {
  const corrected = cell?.status === 'amended' || cell?.status === 'corrected'
  return (
    <td
      data-newest={newest || undefined}
      data-corrected={corrected || undefined}
      title={
        cell
          ? [corrected ? t('laboratory.flowsheet.corrected') : '', cell.comment].filter(Boolean).join(' · ')
          : undefined
      }
    >
      {cell === null && '–'}
      {cell?.status === 'waiting' && <span className="lo-ink3">{t('laboratory.flowsheet.waiting')}</span>}
      {cell && cell.status !== 'waiting' && <FlagMark flag={markOf(cell.flag)}>{shownValue(cell.value)}</FlagMark>}
    </td>
  )
}

function Trend({ test }: { readonly test: Test }) {
  const cells = test.cells.filter((cell) => cell !== null && cell.value !== '')
  const values = cells.map((cell) => Number(cell?.value.replace(/^[<>]=?/, ''))).filter(Number.isFinite)
  const last = cells.at(-1)
  if (values.length < 2) return null
  const { low, high } = test.range ?? {}
  const band =
    low === undefined && high === undefined
      ? {}
      : { band: { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) } }
  const tone =
    last?.flag === 'HH' || last?.flag === 'LL'
      ? { tone: 'crit' as const }
      : last?.flag && last.flag !== 'N'
        ? { tone: 'warn' as const }
        : {}
  return (
    <Sparkline
      values={values}
      {...band}
      {...tone}
      label={t('laboratory.flowsheet.trend', {
        test: test.name,
        count: values.length,
        value: shownValue(last?.value ?? ''),
      })}
    />
  )
}

/** A row with a critical value nobody has confirmed is ruled in red. */
function isOpenCritical(test: Test, sheet: Flowsheet): boolean {
  return test.cells.some((cell) => cell !== null && sheet.criticals.some((critical) => critical.id === cell.id))
}
