import { startAuthentication } from '@simplewebauthn/browser'
import { useState } from 'react'
import { api, Button, notify, PinField, Stack, t, useCommand } from '#web/kit/index.ts'
import type { ConfirmationBegun, ConfirmationMethod, ConfirmationProof } from '../contract.ts'
import { fingerprintAgent } from '../contract.ts'
import type { Stroke } from '../domain/drawn-signature.ts'
import { DrawField } from './draw-field.tsx'

interface AnswerProps {
  readonly method: ConfirmationMethod
  readonly begun: ConfirmationBegun
  readonly patientId: string
  readonly onDone: () => void
}

/** The agent of the reader beside this screen compares the finger and signs its result. */
async function askReader(challenge: string, subject: string): Promise<string> {
  const answer = await fetch(`${fingerprintAgent}/v1/match`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ challenge, subject }),
  })
  if (!answer.ok) throw new Error(String(answer.status))
  return ((await answer.json()) as { evidence: string }).evidence
}

async function fromDevice(method: ConfirmationMethod, begun: ConfirmationBegun, patientId: string) {
  if (method === 'fingerprint') return { method, evidence: await askReader(begun.challenge, patientId) }
  const optionsJSON = begun.passkey as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON']
  const response = await startAuthentication({ optionsJSON })
  return { method: 'passkey' as const, response: { ...response } }
}

/** The answer of who confirms: a drawing, a code, a finger. */
export function ConfirmAnswer({ method, begun, patientId, onDone }: AnswerProps) {
  const [strokes, setStrokes] = useState<readonly Stroke[]>([])
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string>()
  const answer = useCommand(
    (proof: ConfirmationProof, act) => api.post(`/api/signing/confirmations/${begun.id}/answer`, proof, act),
    {
      refresh: ['/api/signing/confirmations', '/api/signing/my-papers'],
      done: () => {
        notify(t('confirm.done'), { tone: 'ok' })
        onDone()
      },
    },
  )
  const send = async () => {
    setFault(undefined)
    if (method === 'drawn')
      return void answer.run({ method, strokes: strokes.map((stroke) => stroke.map(([x, y, at]) => [x, y, at])) })
    if (method === 'otp') return void answer.run({ method, code })
    try {
      await answer.run((await fromDevice(method, begun, patientId)) as ConfirmationProof)
    } catch {
      setFault(t(method === 'fingerprint' ? 'confirm.noReader' : 'confirm.noPasskey'))
    }
  }
  const isEmpty = (method === 'drawn' && strokes.length === 0) || (method === 'otp' && code.length < 6)
  return (
    <Stack gap={10}>
      {method === 'drawn' && <DrawField strokes={strokes} onChange={setStrokes} />}
      {method === 'otp' && (
        <PinField
          label={t('confirm.code', { to: begun.sentTo ?? '' })}
          value={code}
          onChange={setCode}
          onEnter={() => void send()}
        />
      )}
      {(method === 'fingerprint' || method === 'passkey') && <div>{t(`confirm.how.${method}`)}</div>}
      {(fault ?? answer.error?.title) && <div className="lo-crit">{fault ?? answer.error?.title}</div>}
      <Button
        kind="primary"
        size="lg"
        full
        busy={answer.busy}
        onClick={() => void send()}
        {...(isEmpty ? { disabledBecause: t('confirm.needAnswer') } : {})}
      >
        {t('confirm.go')}
      </Button>
    </Stack>
  )
}
