import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Columns,
  can,
  Empty,
  Failure,
  FilterChips,
  formatDay,
  formatTime,
  Inline,
  Loading,
  NumberField,
  Page,
  Panel,
  ReasonDialog,
  Stack,
  StayFrame,
  TextField,
  t,
  useApi,
  useCommand,
  useKept,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { FluidBody, FluidView } from '../contract.ts'
import './nursing.css'
import { words } from './words.ts'

type Day = FluidView['days'][number]
type Entry = Day['hours'][number]['entries'][number]

/** What goes in and comes out of a patient, by hour and day, with running totals. */
export default function FluidsScreen() {
  const { id = '' } = useParams()
  const path = `/api/stays/${id}/fluids`
  const fluids = useApi<FluidView>(path)
  useLive(['Observation', 'MedicationAdministration', 'Procedure'], [path])
  return (
    <StayFrame encounterId={id} tab="fluids">
      {fluids.isPending && <Loading rows={8} />}
      {fluids.isError && <Failure error={fluids.error} retry={fluids.refetch} />}
      {fluids.data && (
        <Page>
          <Columns
            main={
              fluids.data.days.length === 0 ? (
                <Panel>
                  <Empty>{t('nursing.fluids.empty')}</Empty>
                </Panel>
              ) : (
                fluids.data.days.map((day) => <DayPanel key={day.day} stayId={id} day={day} />)
              )
            }
            side={can('nursing.write') && <FluidForm stayId={id} view={fluids.data} />}
            sideWidth={340}
          />
        </Page>
      )}
    </StayFrame>
  )
}

const signed = (value: number) => (value > 0 ? `+${value}` : String(value))

function DayPanel({ stayId, day }: { readonly stayId: string; readonly day: Day }) {
  const [wrong, setWrong] = useState<Entry>()
  return (
    <Panel
      title={t('nursing.fluids.day', { day: formatDay(day.day), from: formatTime(day.start) })}
      note={t('nursing.fluids.sum', { in: day.in, out: day.out, balance: signed(day.balance) })}
    >
      <div className="nu-scroll">
        <table className="nu-table">
          <caption className="lo-hidden">{t('nursing.fluids.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('nursing.fluids.hour')}</th>
              <th scope="col">{t('nursing.fluids.what')}</th>
              <th scope="col" data-number>
                {t('nursing.fluids.in')}
              </th>
              <th scope="col" data-number>
                {t('nursing.fluids.out')}
              </th>
              <th scope="col" data-number>
                {t('nursing.fluids.running')}
              </th>
            </tr>
          </thead>
          <tbody>
            {day.hours.map((hour) => (
              <tr key={hour.at}>
                <th scope="row" className="lo-num">
                  {formatTime(hour.at)}
                </th>
                <td>
                  {hour.entries.map((entry) => (
                    <EntryLine key={entry.id} entry={entry} onStrike={() => setWrong(entry)} />
                  ))}
                </td>
                <td data-number className="lo-num">
                  {hour.in || '–'}
                </td>
                <td data-number className="lo-num">
                  {hour.out || '–'}
                </td>
                <td data-number className="lo-num">
                  {signed(hour.runningIn - hour.runningOut)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="nu-totals lo-dense lo-ink2">
        {day.byFluid.map((one) => (
          <span key={`${one.way} ${one.what}`}>
            {t(`nursing.fluids.total.${one.way}`, { what: one.what, volume: one.millilitres })}
          </span>
        ))}
      </div>
      {wrong && (
        <ReasonDialog
          danger
          least={3}
          title={t('nursing.strike.title', { what: `${wrong.what} ${wrong.millilitres} mL` })}
          act={t('nursing.strike.act')}
          run={(reason, act) =>
            api.post(`/api/stays/${stayId}/strike`, { type: 'Observation', id: wrong.id, reason }, act)
          }
          refresh={['/api/stays', '/api/ward']}
          onClose={() => setWrong(undefined)}
        />
      )}
    </Panel>
  )
}

function EntryLine({ entry, onStrike }: { readonly entry: Entry; readonly onStrike: () => void }) {
  const { struck } = entry
  return (
    <div className="nu-entry" data-struck={struck ? true : undefined}>
      <span className="nu-struck">
        {formatTime(entry.at)} {entry.what} <b className="lo-num">{entry.millilitres}</b> mL
      </span>
      <span className="lo-dense lo-ink3">
        {[entry.by, entry.source === 'medicine' ? t('nursing.fluids.fromMedicines') : undefined]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {struck && <span className="lo-dense lo-warn">{t('nursing.strike.done', { ...struck })}</span>}
      {!struck && entry.source === 'fluid' && can('nursing.write') && (
        <Button size="sm" kind="plain" onClick={onStrike}>
          {t('nursing.strike.wrong')}
        </Button>
      )}
    </div>
  )
}

const common = ['50', '100', '150', '200', '250', '300', '500'] as const

/** One volume: what, how much; usual amounts are one touch. */
function FluidForm({ stayId, view }: { readonly stayId: string; readonly view: FluidView }) {
  const [fluid, setFluid] = useState<string>()
  const [line, setLine] = useState<string>()
  const [volume, setVolume] = useState<string>()
  const [what, setWhat] = useState('')
  const cleared = () => {
    setVolume(undefined)
    setWhat('')
  }
  const save = useCommand(
    (body: FluidBody, act) => api.post(`/api/stays/${stayId}/fluids`, { ...body, at: act.at }, act),
    {
      refresh: ['/api/stays', '/api/ward'],
      done: cleared,
      ...useKept(`${t('nursing.fluids.new')} ${volume ?? ''} mL`, cleared),
    },
  )
  const chosen = view.fluids.find(({ code }) => code === fluid)
  const drains = view.lines.filter((one) => one.out === fluid)
  const needsLine = drains.length > 0
  const missing = !chosen
    ? t('nursing.fluids.chooseFirst')
    : !volume
      ? t('nursing.fluids.volumeFirst')
      : needsLine && !line
        ? t('nursing.fluids.lineFirst')
        : undefined
  const send = () => {
    if (missing || !chosen || !volume) return
    void save.run({
      fluid: chosen.code,
      millilitres: Number(volume),
      ...(needsLine && line ? { lineId: line } : {}),
      ...(what.trim() ? { what: what.trim() } : {}),
    })
  }
  const choose = (code: string | undefined) => {
    setFluid(code)
    const [only, ...more] = view.lines.filter((one) => one.out === code)
    setLine(more.length === 0 ? only?.id : undefined)
  }
  return (
    <Panel title={t('nursing.fluids.new')} pad>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack>
          {(['in', 'out'] as const).map((way) => (
            <div key={way}>
              <div className="lo-field-label">{t(`nursing.fluids.${way}`)}</div>
              <FilterChips
                label={t(`nursing.fluids.${way}`)}
                value={fluid ?? ''}
                onChange={choose}
                options={view.fluids
                  .filter((one) => one.way === way)
                  .map(({ code, title }) => ({ value: code, label: words(title) }))}
              />
            </div>
          ))}
          {needsLine && (
            <FilterChips
              label={t('nursing.fluids.line')}
              value={line ?? ''}
              onChange={setLine}
              options={drains.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <NumberField
            label={t('nursing.fluids.volume')}
            unit="mL"
            decimals={0}
            size="lg"
            value={volume}
            onChange={setVolume}
            plausible={{ low: 1, high: 20_000 }}
          />
          <Inline gap={6} wrap>
            {common.map((one) => (
              <Button key={one} size="sm" onClick={() => setVolume(one)}>
                {one}
              </Button>
            ))}
          </Inline>
          {chosen?.way === 'in' && (
            <TextField label={t('nursing.fluids.name')} value={what} onChange={setWhat} maxLength={120} />
          )}
          {save.error && <Alert level="warning" title={save.error.title} />}
          <Button kind="primary" size="lg" icon="check" submit full busy={save.busy} disabledBecause={missing}>
            {t('nursing.fluids.save')}
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
