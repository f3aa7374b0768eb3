import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  DateField,
  Dialog,
  Row,
  SearchPicker,
  Stack,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { Refusable } from '../refusal-contract.ts'

const whoms = ['all', 'some'] as const

const findWhom = (q: string, signal: AbortSignal) =>
  api.get<readonly Refusable[]>('/api/access/refusals/against', { q }, { signal })

const kindText = ({ kind, note }: Refusable) =>
  [t(`access.refusal.kind.${kind}`), note].filter(Boolean).join(' · ')

interface RefusalDialogProps {
  readonly patientId: string
  readonly onClose: () => void
}

/** Notes what the patient refuses: against whom, until when, by which paper or word. */
export function RefusalDialog({ patientId, onClose }: RefusalDialogProps) {
  const [whom, setWhom] = useState<(typeof whoms)[number]>('all')
  const [named, setNamed] = useState<readonly Refusable[]>([])
  const [until, setUntil] = useState<string | undefined>(undefined)
  const [document, setDocument] = useState('')
  const save = useCommand((body: object, act) => api.post('/api/access/refusals', body, act), {
    refresh: ['/api/access'],
    done: onClose,
  })
  const against = whom === 'all' ? [] : named.map(({ kind, id }) => ({ kind, id }))
  const whole = document.trim().length >= 5 && (whom === 'all' || named.length > 0)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('access.refusal.add')}
      actions={
        <>
          <Button onClick={onClose}>{t('kit.back')}</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabledBecause={whole ? undefined : t('access.refusal.fillIn')}
            onClick={() =>
              void save.run({
                patient: patientId,
                against,
                document: document.trim(),
                ...(until ? { until } : {}),
              })
            }
          >
            {t('access.refusal.add')}
          </Button>
        </>
      }
    >
      <Stack>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <Choice
          label={t('access.refusal.whom')}
          value={whom}
          onChange={setWhom}
          options={whoms.map((value) => ({ value, label: t(`access.refusal.whom.${value}`) }))}
        />
        {whom === 'some' && <Named named={named} onChange={setNamed} />}
        <div className="lo-ink2">{t('access.refusal.does')}</div>
        <TextField
          label={t('access.refusal.document')}
          required
          value={document}
          onChange={setDocument}
          maxLength={300}
        />
        <DateField
          label={t('access.refusal.untilDay')}
          hint={t('access.refusal.untilHint')}
          value={until}
          onChange={setUntil}
        />
      </Stack>
    </Dialog>
  )
}

interface NamedProps {
  readonly named: readonly Refusable[]
  readonly onChange: (named: readonly Refusable[]) => void
}

function Named({ named, onChange }: NamedProps) {
  return (
    <>
      <SearchPicker<Refusable>
        label={t('access.refusal.find')}
        placeholder={t('access.refusal.findHint')}
        required
        minLength={0}
        eager
        search={findWhom}
        row={(one) => ({ key: `${one.kind} ${one.id}`, title: one.name, note: kindText(one) })}
        onPick={(one) => {
          if (!named.some(({ kind, id }) => kind === one.kind && id === one.id)) onChange([...named, one])
        }}
      />
      {named.map((one) => (
        <Row
          key={`${one.kind} ${one.id}`}
          icon="lock"
          title={one.name}
          detail={kindText(one)}
          aside={
            <Button
              size="sm"
              aria-label={`${t('access.refusal.drop')}: ${one.name}`}
              onClick={() => onChange(named.filter((other) => other !== one))}
            >
              {t('access.refusal.drop')}
            </Button>
          }
        />
      ))}
    </>
  )
}
