import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Choice,
  Failure,
  formatDateTime,
  Inline,
  Loading,
  Panel,
  Row,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { Allergies } from './visit.ts'

interface Answer {
  readonly kind: 'allergy' | 'none'
  readonly substance?: string
  readonly reaction?: string
  readonly severity?: string
  readonly anaphylaxis?: string
}

/** The allergy question. Three states that are never mixed: not asked, none known, present. */
export function AllergyPanel({ patientId }: { readonly patientId: string }) {
  const path = `/api/patients/${patientId}/allergies`
  const allergies = useApi<Allergies>(path)
  const [adding, setAdding] = useState(false)
  const answer = useCommand((body: Answer, act) => api.post<Allergies>(path, body, act), {
    refresh: [`/api/patients/${patientId}`],
    done: () => setAdding(false),
  })
  const none = () => void answer.run({ kind: 'none' })
  const state = allergies.data?.state
  return (
    <Panel title={t('vitals.allergy.title')} pad>
      {allergies.isPending && <Loading rows={2} />}
      {allergies.isError && <Failure error={allergies.error} retry={allergies.refetch} />}
      {allergies.data && (
        <Stack gap={10}>
          {state === 'unknown' && (
            <>
              <div>
                <Chip tone="warn" icon="warning">
                  {t('vitals.allergy.notAsked')}
                </Chip>
              </div>
              <div>{t('vitals.allergy.ask')}</div>
            </>
          )}
          {state === 'none' && (
            <div>
              <Chip tone="ok" icon="shield">
                {t('vitals.allergy.noneAt', { time: formatDateTime(allergies.data.askedAt) })}
              </Chip>
            </div>
          )}
          {allergies.data.items.map((item) => (
            <Row
              key={item.id}
              icon="danger"
              iconTone="crit"
              title={<b className="lo-crit">{item.substance}</b>}
              detail={[
                item.reaction,
                item.anaphylaxis
                  ? `${t('vitals.allergy.anaphylaxis')} ${item.anaphylaxis}`
                  : item.severity && t(`vitals.allergy.severity.${item.severity}`),
              ]
                .filter(Boolean)
                .join(' · ')}
            />
          ))}
          {answer.error && <Alert level="warning" title={answer.error.title} />}
          {adding ? (
            <AllergyForm
              busy={answer.busy}
              onAdd={(body) => void answer.run(body)}
              onBack={() => setAdding(false)}
            />
          ) : (
            <Inline wrap>
              {state !== 'present' && (
                <Button icon="check" busy={answer.busy} onClick={none}>
                  {t(state === 'none' ? 'vitals.allergy.askAgain' : 'vitals.allergy.none')}
                </Button>
              )}
              <Button icon="plus" onClick={() => setAdding(true)}>
                {t(state === 'present' ? 'vitals.allergy.more' : 'vitals.allergy.has')}
              </Button>
            </Inline>
          )}
        </Stack>
      )}
    </Panel>
  )
}

interface AllergyFormProps {
  readonly busy: boolean
  readonly onAdd: (answer: Answer) => void
  readonly onBack: () => void
}

function AllergyForm({ busy, onAdd, onBack }: AllergyFormProps) {
  const [substance, setSubstance] = useState('')
  const [reaction, setReaction] = useState('')
  const [severity, setSeverity] = useState<'mild' | 'moderate' | 'severe'>()
  const [grade, setGrade] = useState<'no' | 'I' | 'II' | 'III' | 'IV'>()
  const add = () =>
    onAdd({
      kind: 'allergy',
      substance: substance.trim(),
      ...(reaction.trim() ? { reaction: reaction.trim() } : {}),
      ...(severity ? { severity } : {}),
      ...(grade && grade !== 'no' ? { anaphylaxis: grade } : {}),
    })
  return (
    <Stack gap={10}>
      <TextField
        label={t('vitals.allergy.substance')}
        required
        autoFocus
        value={substance}
        onChange={setSubstance}
        placeholder={t('vitals.allergy.substancePlaceholder')}
        maxLength={120}
      />
      <TextField label={t('vitals.allergy.reaction')} value={reaction} onChange={setReaction} maxLength={200} />
      <Choice
        label={t('vitals.allergy.severity')}
        value={severity}
        onChange={setSeverity}
        options={(['mild', 'moderate', 'severe'] as const).map((value) => ({
          value,
          label: t(`vitals.allergy.severity.${value}`),
        }))}
      />
      <Choice
        label={t('vitals.allergy.anaphylaxis')}
        value={grade}
        onChange={setGrade}
        options={(['no', 'I', 'II', 'III', 'IV'] as const).map((value) => ({
          value,
          label: value === 'no' ? t('vitals.allergy.anaphylaxisNo') : value,
        }))}
      />
      <Inline>
        <Button onClick={onBack}>{t('vitals.allergy.cancel')}</Button>
        <Button
          icon="check"
          busy={busy}
          disabledBecause={substance.trim() ? undefined : t('vitals.allergy.substanceFirst')}
          onClick={add}
        >
          {t('vitals.allergy.add')}
        </Button>
      </Inline>
    </Stack>
  )
}
