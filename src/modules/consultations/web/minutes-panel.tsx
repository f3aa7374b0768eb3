import {
  Alert,
  Button,
  DraftState,
  Inline,
  Panel,
  Stack,
  TextArea,
  t,
  useGo,
  useShortcuts,
} from '#web/kit/index.ts'
import type { MeetingView } from '../contract.ts'
import { DecisionFields } from './decision-fields.tsx'
import { MinutesForms } from './kept-minutes.tsx'
import { OfficeFields } from './office-fields.tsx'
import { deathFields, type MinutesForm, useMinutes } from './use-minutes.ts'

/** What the form still lacks, as the server said it. */
function problemsOf({ write }: MinutesForm): readonly string[] {
  const issues = write.error?.problem['issues']
  return Array.isArray(issues) ? issues.flatMap((one: { text?: string }) => one.text ?? []) : []
}

/** The minutes: filled in from the chart, written at the meeting, signed by secretary and chair. */
export function MinutesPanel({ view }: { readonly view: MeetingView }) {
  const form = useMinutes(view)
  const { write, missing, canSave } = form
  const go = useGo()
  const finish = () => {
    if (missing.length === 0) void write.run('finish')
  }
  const onForm = async () => {
    const answer = await write.run('paper')
    const open = answer?.fills.find(({ status }) => status === 'in-progress')
    if (open) go(`/fill/${open.id}`)
  }
  useShortcuts([
    { keys: 'mod+s', label: t('consultations.minutes.save'), run: () => void (canSave && write.run('save')) },
    { keys: 'mod+enter', label: t('consultations.minutes.finish'), run: finish },
  ])
  const fields = missing.join(', ')
  const lacks = missing.length > 0 ? t('consultations.minutes.lacks', { fields }) : undefined
  const needed = ['chair', 'secretary'].map((name) => t(`consultations.${name}`))
  const unsaved = canSave
    ? undefined
    : t('consultations.minutes.lacks', { fields: [t('consultations.minutes.heldAt'), ...needed].join(', ') })
  return (
    <Panel
      title={t('consultations.minutes')}
      pad
      footer={
        <Inline wrap justify="space-between">
          <DraftState draft={form.draft} />
          <Inline wrap>
            {view.kind !== 'conference' && (
              <Button disabledBecause={unsaved} busy={write.busy} onClick={() => void onForm()}>
                {t('consultations.minutes.paper')}
              </Button>
            )}
            <Button
              keyHint="Ctrl S"
              disabledBecause={unsaved}
              busy={write.busy}
              onClick={() => void write.run('save')}
            >
              {t('consultations.minutes.save')}
            </Button>
            <Button
              kind="primary"
              icon="check"
              keyHint="Ctrl ↵"
              busy={write.busy}
              disabledBecause={lacks}
              onClick={finish}
            >
              {t('consultations.minutes.finish')}
            </Button>
          </Inline>
        </Inline>
      }
    >
      <Stack>
        <MinutesForms view={view} />
        {write.error && (
          <Alert level="warning" title={write.error.title}>
            {problemsOf(form).map((one) => (
              <div key={one}>{one}</div>
            ))}
          </Alert>
        )}
        <OfficeFields
          value={form.text.offices}
          onChange={(offices) => form.set({ offices })}
          timeLabel={t('consultations.minutes.heldAt')}
        />
        <Texts view={view} form={form} />
        {view.kind === 'conference' && (
          <DecisionFields decisions={form.text.decisions} onChange={(decisions) => form.set({ decisions })} />
        )}
      </Stack>
    </Panel>
  )
}

function Texts({ view, form }: { readonly view: MeetingView; readonly form: MinutesForm }) {
  const { text, set } = form
  const opinions = view.invitations.flatMap(({ who, opinion }) => (opinion ? [`${who}: ${opinion}`] : []))
  const withOpinions = () => set({ conclusion: [...opinions, text.conclusion].filter(Boolean).join('\n') })
  return (
    <>
      <TextArea
        label={t('consultations.minutes.summary')}
        required
        minRows={4}
        maxLength={8000}
        value={text.summary}
        onChange={(summary) => set({ summary })}
      />
      {view.kind === 'death-review' &&
        deathFields.map((name) => (
          <TextArea
            key={name}
            label={t(`consultations.death.${name}`)}
            required={name !== 'family'}
            minRows={1}
            maxLength={8000}
            value={text.death[name]}
            onChange={(value) => set({ death: { ...text.death, [name]: value } })}
          />
        ))}
      {opinions.length > 0 && (
        <div>
          <Button size="sm" icon="copy" onClick={withOpinions}>
            {t('consultations.minutes.withOpinions')}
          </Button>
        </div>
      )}
      <TextArea
        label={t('consultations.minutes.conclusion')}
        required
        minRows={2}
        maxLength={8000}
        value={text.conclusion}
        onChange={(conclusion) => set({ conclusion })}
      />
      {view.kind === 'consultation' && (
        <TextArea
          label={t('consultations.minutes.plan')}
          required
          minRows={2}
          maxLength={8000}
          value={text.plan}
          onChange={(plan) => set({ plan })}
        />
      )}
    </>
  )
}
