import { useState } from 'react'
import {
  api,
  Button,
  Dialog,
  Empty,
  FlagMark,
  formatNumber,
  formatShortDay,
  formatTime,
  Stack,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { FlowSheet, VitalSet } from '../contract.ts'
import type { VitalKey } from '../domain/check-vitals.ts'
import './flow.css'
import { WarningBadge } from './warning-badge.tsx'

interface FlowGridProps {
  readonly encounterId: string
  readonly flow: FlowSheet
  readonly canWrite: boolean
}

const rows: readonly VitalKey[] = [
  'pulse',
  'temperature',
  'respiration',
  'spo2',
  'oxygen',
  'pain',
  'weight',
  'height',
]
const flags = { H: 'high', L: 'low' } as const

/** Vital signs by time, the newest first beside their names; a set that was wrong stands struck through. */
export function FlowGrid({ encounterId, flow, canWrite }: FlowGridProps) {
  const [open, setOpen] = useState<VitalSet>()
  const { sets } = flow
  if (sets.length === 0) return <Empty>{t('vitals.flow.empty')}</Empty>
  const shown = rows.filter((key) => sets.some((set) => set.measures[key]))
  const newest = sets.find((set) => !set.withdrawn)
  const look = (set: VitalSet) => ({
    'data-newest': set === newest || undefined,
    'data-struck': set.withdrawn ? true : undefined,
  })
  return (
    <div className="vi-flow">
      <table>
        <caption className="lo-hidden">{t('vitals.flow.title')}</caption>
        <thead>
          <tr>
            <th scope="row">{t('vitals.flow.time')}</th>
            {sets.map((set) => (
              <th key={keyOf(set)} scope="col" {...look(set)}>
                <button type="button" className="vi-time lo-num" onClick={() => setOpen(set)}>
                  {formatTime(set.at)}
                  <br />
                  <span className="lo-ink3">{formatShortDay(set.at)}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('vitals.warning.title')}</th>
            {sets.map((set) => (
              <td key={keyOf(set)} {...look(set)}>
                {set.warning ? <WarningBadge {...set.warning} level={set.warning.level} /> : '–'}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('vitals.form.bloodPressure')}</th>
            {sets.map((set) => (
              <td key={keyOf(set)} {...look(set)}>
                <Pressure set={set} />
              </td>
            ))}
          </tr>
          {shown.map((key) => (
            <tr key={key}>
              <th scope="row">{t(`vitals.form.${key}`)}</th>
              {sets.map((set) => (
                <td key={keyOf(set)} {...look(set)}>
                  <Value set={set} of={key} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('vitals.form.consciousness')}</th>
            {sets.map((set) => (
              <td key={keyOf(set)} {...look(set)}>
                {set.consciousness ?? '–'}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      {open && (
        <SetDialog encounterId={encounterId} set={open} canWrite={canWrite} onClose={() => setOpen(undefined)} />
      )}
    </div>
  )
}

const keyOf = (set: VitalSet) => `${set.at}${set.withdrawn ? ' struck' : ''}`

function Value({ set, of }: { readonly set: VitalSet; readonly of: VitalKey }) {
  const measure = set.measures[of]
  if (!measure) return <>–</>
  return <FlagMark flag={measure.flag && flags[measure.flag]}>{formatNumber(measure.value)}</FlagMark>
}

function Pressure({ set }: { readonly set: VitalSet }) {
  const { systolic, diastolic } = set.measures
  if (!systolic || !diastolic) return <>–</>
  const flag = systolic.flag ?? diastolic.flag
  return <FlagMark flag={flag && flags[flag]}>{`${systolic.value}/${diastolic.value}`}</FlagMark>
}

interface SetDialogProps {
  readonly encounterId: string
  readonly set: VitalSet
  readonly canWrite: boolean
  readonly onClose: () => void
}

/** Who measured, what was noted, and the way to strike the set through. */
function SetDialog({ encounterId, set, canWrite, onClose }: SetDialogProps) {
  const [reason, setReason] = useState('')
  const path = `/api/encounters/${encounterId}/vitals/withdraw`
  const strike = useCommand((body: { at: string; reason: string }, act) => api.post(path, body, act), {
    refresh: [`/api/encounters/${encounterId}`, '/api/stays', '/api/ward'],
    done: onClose,
  })
  const isOpen = canWrite && !set.withdrawn
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('vitals.flow.set', { time: `${formatTime(set.at)} ${formatShortDay(set.at)}` })}
      actions={
        isOpen && (
          <Button
            kind="danger"
            busy={strike.busy}
            disabledBecause={reason.trim().length < 3 ? t('vitals.flow.reasonFirst') : undefined}
            onClick={() => void strike.run({ at: set.at, reason: reason.trim() })}
          >
            {t('vitals.flow.strike')}
          </Button>
        )
      }
    >
      <Stack>
        <div>{t('vitals.flow.by', { who: set.by ?? '–' })}</div>
        {set.note && <div>{set.note}</div>}
        {set.withdrawn && (
          <div className="lo-warn">
            {t('vitals.flow.struck', { who: set.withdrawn.by, reason: set.withdrawn.reason })}
          </div>
        )}
        {isOpen && (
          <TextField label={t('vitals.flow.reason')} value={reason} onChange={setReason} maxLength={300} />
        )}
        {strike.error && <div className="lo-crit">{strike.error.title}</div>}
      </Stack>
    </Dialog>
  )
}
