import { useState } from 'react'
import { api, Button, Choice, Panel, SelectField, Stack, TextField, t, useCommand, useMe } from '#web/kit/index.ts'
import type {
  BeginConfirmationBody,
  ConfirmationBegun,
  ConfirmationMethod,
  ConfirmationsOfPaper,
} from '../contract.ts'
import { AddPasskey } from './add-passkey.tsx'
import { ConfirmAnswer } from './confirm-answer.tsx'

interface ConfirmPanelProps {
  readonly id: string
  readonly paper: ConfirmationsOfPaper
  readonly onDone: () => void
}

/** Who confirms, how they are related, who sees it, and by which way; then the answer. */
export function ConfirmPanel({ id, paper, onDone }: ConfirmPanelProps) {
  const me = useMe()
  const place = paper.places.find(({ open }) => open)
  const [name, setName] = useState(paper.patientName)
  const [relation, setRelation] = useState<string>()
  const [identity, setIdentity] = useState('')
  const [phone, setPhone] = useState(paper.phone ?? '')
  const [witness, setWitness] = useState('')
  const [method, setMethod] = useState<ConfirmationMethod>(paper.methods[0]?.method ?? 'drawn')
  const begin = useCommand((body: BeginConfirmationBody, act) =>
    api.post<ConfirmationBegun>('/api/signing/confirmations', body, act),
  )
  const [begun, setBegun] = useState<ConfirmationBegun>()
  if (!place) return null
  const isOther = name.trim() !== paper.patientName
  const needsWitness = paper.methods.find((one) => one.method === method)?.witness ?? false
  const start = async () => {
    const document = { id, version: paper.version, sha256: paper.sha256 }
    const more = {
      ...(isOther && relation ? { relation } : {}),
      ...(identity.trim() ? { identity: identity.trim() } : {}),
      ...(method === 'otp' && phone.trim() ? { phone: phone.trim() } : {}),
      ...(witness.trim() ? { witness: witness.trim() } : {}),
    }
    setBegun(await begin.run({ document, place: place.id, method, name: name.trim(), ...more }))
  }
  if (begun)
    return (
      <Panel title={`${place.title}: ${name}`} pad>
        <ConfirmAnswer method={method} begun={begun} patientId={paper.patientId} onDone={onDone} />
      </Panel>
    )
  return (
    <Panel title={place.title} pad>
      <Stack gap={10}>
        <TextField label={t('confirm.name')} value={name} onChange={setName} required maxLength={120} />
        {isOther && (
          <SelectField
            label={t('confirm.relation')}
            required
            value={relation}
            onChange={setRelation}
            options={paper.relations.map(({ code, title }) => ({ value: code, label: title }))}
          />
        )}
        <TextField label={t('confirm.identity')} value={identity} onChange={setIdentity} maxLength={40} figures />
        <Choice
          label={t('confirm.method')}
          value={method}
          onChange={setMethod}
          options={paper.methods.map((one) => ({ value: one.method, label: t(`confirm.method.${one.method}`) }))}
        />
        {method === 'otp' && (
          <TextField
            label={t('confirm.phone')}
            value={phone}
            onChange={setPhone}
            required
            maxLength={16}
            figures
          />
        )}
        {needsWitness && (
          <TextField label={t('confirm.witness')} value={witness} onChange={setWitness} required maxLength={120} />
        )}
        {method === 'passkey' && me.kind !== 'patient' && (
          <AddPasskey
            of={{
              paper: id,
              name: name.trim(),
              ...(isOther && relation ? { relation } : {}),
              ...(identity.trim() ? { identity: identity.trim() } : {}),
            }}
          />
        )}
        <div className="lo-muted">{t('confirm.notDigital')}</div>
        {begin.error && <div className="lo-crit">{begin.error.title}</div>}
        <Button kind="primary" size="lg" full busy={begin.busy} onClick={() => void start()}>
          {t('confirm.begin')}
        </Button>
      </Stack>
    </Panel>
  )
}
