import { useState } from 'react'
import {
  api,
  Button,
  Chip,
  can,
  Dialog,
  Failure,
  formatDateTime,
  formatSex,
  KeyValue,
  Num,
  Panel,
  Row,
  Stack,
  serverNow,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { Asked } from '../asked-contract.ts'
import { Draggable } from './draggable.tsx'
import { draggedOf } from './use-bed-moves.ts'

interface AskedPanelProps {
  readonly asked: readonly Asked[]
  /** Picks the patient; the bed that is pressed next is taken. */
  readonly onPlace: ((one: Asked) => void) | undefined
}

/** How long somebody waits already. */
export function waited(since: string): string {
  const minutes = Math.max(0, Math.floor((serverNow().getTime() - Date.parse(since)) / 60_000))
  return minutes < 60
    ? t('common.minutes', { count: minutes })
    : t('ward.asked.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** Patients whom visits send here: waiting since when, taken into a bed by two presses or one drag, or sent back. */
export function AskedPanel({ asked, onPlace }: AskedPanelProps) {
  const [opened, setOpened] = useState<Asked>()
  if (asked.length === 0) return null
  return (
    <Panel title={t('ward.asked.title')} count={asked.length}>
      {asked.map((one) => (
        <Draggable key={one.id} label={one.name} carries={onPlace && draggedOf({ kind: 'asked', id: one.id })}>
          <Row
            title={one.name}
            tone={one.urgent ? 'crit' : undefined}
            detail={
              <>
                {[one.ageText, one.from, one.diagnosis ?? one.reason].filter(Boolean).join(' · ')}{' '}
                {one.urgent && <Chip tone="crit">{t('ward.asked.urgent')}</Chip>}{' '}
                <Chip icon="clock">
                  <Num>{t('ward.asked.waits', { time: waited(one.askedAt) })}</Num>
                </Chip>
              </>
            }
            onOpen={() => setOpened(one)}
            aside={
              onPlace && (
                <Button size="sm" onClick={() => onPlace(one)}>
                  {t('ward.side.place')}
                </Button>
              )
            }
          />
        </Draggable>
      ))}
      {opened && <AskedDialog one={opened} onClose={() => setOpened(undefined)} />}
    </Panel>
  )
}

/** Taken without a bed for now, or sent back to the visit with the reason. */
function AskedDialog({ one, onClose }: { readonly one: Asked; readonly onClose: () => void }) {
  const [reason, setReason] = useState('')
  const url = `/api/ward/asked/${one.id}`
  const options = { refresh: ['/api/ward', '/api/stays', '/api/encounters'], done: onClose }
  const take = useCommand((_: true, act) => api.post(`${url}/admit`, {}, act), options)
  const refuse = useCommand((given: string, act) => api.post(`${url}/refuse`, { reason: given }, act), options)
  const error = take.error ?? refuse.error
  return (
    <Dialog
      open
      onClose={onClose}
      title={one.name}
      actions={
        can('ward.receive') && (
          <>
            <Button
              busy={refuse.busy}
              disabledBecause={reason.trim().length < 5 ? t('ward.transfer.whyRefuse') : undefined}
              onClick={() => void refuse.run(reason)}
            >
              {t('ward.transfer.refuse')}
            </Button>
            <Button kind="primary" busy={take.busy} onClick={() => void take.run(true)}>
              {t('ward.asked.take')}
            </Button>
          </>
        )
      }
    >
      <Stack>
        {error && <Failure error={error} />}
        <KeyValue
          items={[
            {
              label: t('ward.patient.age'),
              value: [formatSex(one.sex), one.ageText].filter(Boolean).join(' · '),
            },
            { label: t('ward.asked.from'), value: [one.from, one.askedBy].filter(Boolean).join(' · ') },
            { label: t('ward.asked.since'), value: `${formatDateTime(one.askedAt)} · ${waited(one.askedAt)}` },
            { label: t('ward.admit.reason'), value: one.reason },
            ...(one.diagnosis ? [{ label: t('ward.patient.diagnosis'), value: one.diagnosis }] : []),
          ]}
        />
        {can('ward.receive') && (
          <TextField label={t('ward.transfer.refuseReason')} value={reason} onChange={setReason} />
        )}
      </Stack>
    </Dialog>
  )
}
