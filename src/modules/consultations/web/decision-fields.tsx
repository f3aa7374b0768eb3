import { useState } from 'react'
import {
  Button,
  FieldGrid,
  formatDateTime,
  IconButton,
  MomentField,
  Num,
  Row,
  Stack,
  TextField,
  t,
} from '#web/kit/index.ts'
import type { Decision } from './use-minutes.ts'
import { momentOf } from './words.tsx'

interface DecisionFieldsProps {
  readonly decisions: readonly Decision[]
  readonly onChange: (decisions: readonly Decision[]) => void
}

/** What somebody of the ward now has to do, and by when: each becomes a task of the stay. */
export function DecisionFields({ decisions, onChange }: DecisionFieldsProps) {
  const [text, setText] = useState('')
  const [due, setDue] = useState('')
  const ready = text.trim().length > 1 && due !== ''
  const add = () => {
    onChange([...decisions, { text: text.trim(), due }])
    setText('')
  }
  return (
    <Stack>
      <b>{t('consultations.decisions')}</b>
      {decisions.map((one) => (
        <Row
          key={`${one.text} ${one.due}`}
          icon="clipboard"
          title={one.text}
          detail={<Num>{formatDateTime(momentOf(one.due))}</Num>}
          aside={
            <IconButton
              icon="trash"
              label={t('consultations.decision.remove', { text: one.text })}
              onClick={() => onChange(decisions.filter((other) => other !== one))}
            />
          }
        />
      ))}
      <FieldGrid>
        <TextField label={t('consultations.decision.what')} maxLength={200} value={text} onChange={setText} />
        <MomentField label={t('consultations.when')} value={due} onChange={setDue} />
      </FieldGrid>
      <div>
        <Button
          size="sm"
          icon="plus"
          disabledBecause={
            ready ? undefined : t('consultations.minutes.lacks', { fields: t('consultations.decision.what') })
          }
          onClick={add}
        >
          {t('consultations.decision.add')}
        </Button>
      </div>
    </Stack>
  )
}
