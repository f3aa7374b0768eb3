import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import { useState } from 'react'
import { Alert, api, Button, PasswordField, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { NewTotp, RecoveryCodes } from '../factors/contract.ts'
import { RecoveryList } from './recovery-list.tsx'

type Options = Parameters<typeof startRegistration>[0]['optionsJSON']

interface EnrolFactorProps {
  readonly without?: 'totp'
  readonly onDone: () => void
}

/** Sets up an authenticator or a passkey; the first one comes with recovery codes to write down. */
export function EnrolFactor({ without, onDone }: EnrolFactorProps) {
  const [current, setCurrent] = useState('')
  const [codes, setCodes] = useState<readonly string[]>()
  const [fault, setFault] = useState<string>()
  const given = current === '' ? {} : { current }
  const finished = ({ codes: made }: RecoveryCodes) => (made.length > 0 ? setCodes(made) : onDone())
  const begin = useCommand((_: undefined) => api.post<NewTotp>('/api/session/totp/begin', given))
  const [totp, setTotp] = useState<NewTotp>()
  const passkey = useCommand(async (_: undefined) => {
    setFault(undefined)
    const optionsJSON = await api.post<Options>('/api/session/passkeys/begin', given)
    const response = await startRegistration({ optionsJSON }).catch(() => undefined)
    if (!response) return setFault(t('identity.factors.noPasskey'))
    const name = navigator.platform || 'passkey'
    finished(await api.post<RecoveryCodes>('/api/session/passkeys', { name, response: { ...response } }))
  })
  if (codes) return <RecoveryList codes={codes} onDone={onDone} />
  const error = begin.error ?? passkey.error
  const asksPassword = error?.code.startsWith('identity.password') ?? false
  return (
    <Stack gap={14}>
      {(error || fault) && <Alert level="warning" title={fault ?? error?.title ?? ''} />}
      {asksPassword && (
        <PasswordField label={t('identity.password.current')} value={current} onChange={setCurrent} autoFocus />
      )}
      {totp ? (
        <ConfirmTotp totp={totp} onConfirmed={finished} />
      ) : (
        without !== 'totp' && (
          <Button
            kind="primary"
            icon="phone"
            busy={begin.busy}
            onClick={() => void begin.run(undefined).then(setTotp)}
          >
            {t('identity.factors.addTotp')}
          </Button>
        )
      )}
      {browserSupportsWebAuthn() && (
        <Button icon="key" busy={passkey.busy} onClick={() => void passkey.run(undefined)}>
          {t('identity.factors.addPasskey')}
        </Button>
      )}
    </Stack>
  )
}

interface ConfirmTotpProps {
  readonly totp: NewTotp
  readonly onConfirmed: (answer: RecoveryCodes) => void
}

function ConfirmTotp({ totp, onConfirmed }: ConfirmTotpProps) {
  const [code, setCode] = useState('')
  const confirm = useCommand((given: string) => api.post<RecoveryCodes>('/api/session/totp', { code: given }), {
    done: onConfirmed,
  })
  return (
    <Stack gap={12}>
      <p>{t('identity.factors.scan')}</p>
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(totp.picture)}`}
        alt={t('identity.factors.qr')}
        width={200}
        height={200}
        style={{ background: '#fff', padding: 8, borderRadius: 8 }}
      />
      <p className="lo-dense lo-ink2">
        {t('identity.factors.byHand')} <span className="lo-num">{totp.secret.replace(/(.{4})/g, '$1 ')}</span>
      </p>
      {confirm.error && <Alert level="warning" title={confirm.error.title} />}
      <TextField
        label={t('identity.factors.code')}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        figures
        size="lg"
        autoFocus
        onEnter={() => void confirm.run(code)}
      />
      <Button
        kind="primary"
        busy={confirm.busy}
        disabledBecause={code === '' ? t('identity.factors.codeMissing') : undefined}
        onClick={() => void confirm.run(code)}
      >
        {t('identity.factors.confirm')}
      </Button>
    </Stack>
  )
}
