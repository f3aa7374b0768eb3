import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Dialog,
  Empty,
  formatDay,
  Inline,
  Panel,
  Row,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { HeldView, PersonView, TrainingView } from '../contract.ts'

interface Props {
  readonly person: PersonView
  readonly courses: TrainingView['courses']
}

/** What one person was taught. */
export function PersonPanel({ person, courses }: Props) {
  const [struck, strike] = useState<HeldView | undefined>(undefined)
  const titleOf = (code: string) => courses.find((one) => one.code === code)?.title ?? code
  return (
    <Panel title={person.name} note={t('staffTraining.held')} count={person.held.length}>
      {person.held.length === 0 && <Empty>{t('staffTraining.heldNone')}</Empty>}
      {person.held.map((one) => (
        <Row
          key={one.id}
          icon="books"
          title={titleOf(one.course)}
          detail={t('staffTraining.heldLine', { day: formatDay(one.heldOn), by: one.taughtBy })}
          aside={
            <Inline>
              <Chip tone={one.result === 'passed' ? 'ok' : 'warn'}>{t(`staffTraining.result.${one.result}`)}</Chip>
              {can('training.write') && (
                <Button size="sm" onClick={() => strike(one)}>
                  {t('staffTraining.strike')}
                </Button>
              )}
            </Inline>
          }
        />
      ))}
      {struck && <StrikeDialog held={struck} onClose={() => strike(undefined)} />}
    </Panel>
  )
}

function StrikeDialog({ held, onClose }: { readonly held: HeldView; readonly onClose: () => void }) {
  const [reason, setReason] = useState('')
  const send = useCommand((body: object, act) => api.post(`/api/staff-training/${held.id}/strike`, body, act), {
    refresh: ['/api/staff-training'],
    done: onClose,
  })
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('staffTraining.strike.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('staffTraining.back')}</Button>
          <Button
            kind="danger"
            busy={send.busy}
            disabledBecause={reason.trim().length >= 5 ? undefined : t('staffTraining.strike.why')}
            onClick={() => void send.run({ reason })}
          >
            {t('staffTraining.strike')}
          </Button>
        </>
      }
    >
      <Stack>
        {send.error && <Alert level="warning" title={send.error.title} />}
        <TextArea
          label={t('staffTraining.strike.why')}
          required
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
      </Stack>
    </Dialog>
  )
}
