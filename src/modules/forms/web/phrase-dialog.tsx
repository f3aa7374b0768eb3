import { useState } from 'react'
import {
  api,
  Button,
  Checkbox,
  Choice,
  can,
  Dialog,
  Stack,
  TextArea,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { Phrase } from '../contract.ts'

interface DialogProps {
  readonly phrase: Phrase | undefined
  readonly onClose: () => void
}

function complaint(short: string, text: string): string | undefined {
  if (/\s/.test(short)) return t('fill.phrases.noBlanks')
  return short === '' || text.trim() === '' ? t('fill.phrases.both') : undefined
}

/** A short form and its text. */
export function PhraseDialog({ phrase, onClose }: DialogProps) {
  const [short, setShort] = useState(phrase?.short ?? '')
  const [text, setText] = useState(phrase?.text ?? '')
  const [scope, setScope] = useState<Phrase['scope']>(phrase?.scope ?? 'own')
  const [abbreviation, setAbbreviation] = useState(phrase?.abbreviation ?? false)
  const save = useCommand((body: Phrase, act) => api.put('/api/phrases', body, act), {
    refresh: ['/api/phrases'],
    done: onClose,
  })
  const wrong = complaint(short, text)
  const run = () => void save.run({ short, text: text.trim(), scope, abbreviation })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(phrase ? 'fill.phrases.changeTitle' : 'fill.phrases.add')}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.goBack')}</Button>
          <Button kind="primary" busy={save.busy} onClick={run} {...(wrong ? { disabledBecause: wrong } : {})}>
            {t('fill.phrases.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <TextField
          label={t('fill.phrases.short')}
          hint={t('fill.phrases.shortHint')}
          required
          maxLength={20}
          autoFocus={!phrase}
          value={short}
          onChange={setShort}
          {...(phrase ? { disabledBecause: t('fill.phrases.shortFixed') } : {})}
        />
        <TextArea label={t('fill.phrases.text')} required maxLength={5000} value={text} onChange={setText} />
        {can('forms.manage') && !phrase && (
          <Choice
            label={t('fill.phrases.scope')}
            value={scope}
            onChange={setScope}
            options={[
              { value: 'own', label: t('fill.scope.own') },
              { value: 'facility', label: t('fill.scope.facility') },
            ]}
          />
        )}
        <Checkbox
          label={t('fill.phrases.abbreviation')}
          hint={t('fill.phrases.abbreviationHint')}
          checked={abbreviation}
          onChange={setAbbreviation}
        />
        {save.error && <div className="lo-crit">{save.error.title}</div>}
      </Stack>
    </Dialog>
  )
}
