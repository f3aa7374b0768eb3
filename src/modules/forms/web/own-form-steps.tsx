import { useState } from 'react'
import { dayInVietnam } from '#kernel/civil-date.ts'
import {
  api,
  Button,
  can,
  DateField,
  Dialog,
  LinkButton,
  refresh,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { OwnFormWork } from './use-own-form.ts'

type Step = 'propose' | 'approve' | 'return' | 'retire'

interface StepProps {
  readonly work: OwnFormWork
  readonly step: Step
  readonly onClose: () => void
}

const withReason: ReadonlySet<Step> = new Set(['return', 'retire'])

/** One step of the way into use: its day, its reason, and what it means. */
function StepDialog({ work, step, onClose }: StepProps) {
  const [day, setDay] = useState<string | undefined>(dayInVietnam(serverNow()))
  const [reason, setReason] = useState('')
  const act = useCommand(
    async (more: object, command) => {
      const version = await work.save()
      if (version === undefined) throw work.error ?? new Error(step)
      return api.post(`/api/workshop/forms/${work.view.id}/${step}`, { version, ...more }, command)
    },
    {
      done: () => {
        void refresh('/api/workshop', '/api/forms')
        onClose()
      },
    },
  )
  const missing =
    (step === 'propose' && !day && t('fill.step.needsDay')) ||
    (withReason.has(step) && reason.trim().length < 3 && t('fill.reason.missing')) ||
    undefined
  const more = step === 'propose' ? { validFrom: day } : withReason.has(step) ? { reason: reason.trim() } : {}
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`fill.step.${step}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.goBack')}</Button>
          <Button
            kind="primary"
            busy={act.busy}
            onClick={() => void act.run(more)}
            {...(missing ? { disabledBecause: missing } : {})}
          >
            {t(`fill.step.${step}`)}
          </Button>
        </>
      }
    >
      <Stack>
        <div>{t(`fill.step.${step}.text`)}</div>
        {step === 'propose' && (
          <DateField
            label={t('fill.step.validFrom')}
            required
            min={dayInVietnam(serverNow())}
            value={day}
            onChange={setDay}
          />
        )}
        {withReason.has(step) && (
          <TextArea label={t('fill.reason')} required maxLength={300} value={reason} onChange={setReason} />
        )}
        {act.error && <div className="lo-crit">{act.error.title}</div>}
      </Stack>
    </Dialog>
  )
}

function stepsFor(state: OwnFormWork['view']['state']): readonly Step[] {
  if (state === 'draft') return can('forms.manage') ? ['propose'] : []
  if (!can('forms.approve')) return []
  return state === 'proposed' ? ['return', 'approve'] : state === 'active' ? ['retire'] : []
}

/** The way of a form into use: one person proposes, another approves. */
export function OwnFormSteps({ work }: { readonly work: OwnFormWork }) {
  const { view } = work
  const [step, setStep] = useState<Step>()
  return (
    <>
      <LinkButton href={`/api/workshop/forms/${view.id}/export`} icon="download" download={`${view.form}.json`}>
        {t('fill.own.export')}
      </LinkButton>
      {stepsFor(view.state).map((one) => (
        <Button
          key={one}
          kind={one === 'propose' || one === 'approve' ? 'primary' : 'secondary'}
          disabledBecause={one === 'approve' && view.mine ? t('fill.own.other') : undefined}
          onClick={() => setStep(one)}
        >
          {t(`fill.step.${one}`)}
        </Button>
      ))}
      {step && <StepDialog work={work} step={step} onClose={() => setStep(undefined)} />}
    </>
  )
}
