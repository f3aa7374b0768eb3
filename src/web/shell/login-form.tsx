import { browserSupportsWebAuthn } from '@simplewebauthn/browser'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Alert, type ApiError, Button, PasswordField, TextField, t, useCommand } from '#web/kit/index.ts'
import { type Credentials, logIn, logInByPasskey } from './session-api.ts'

interface LoginFormProps {
  /** Given: the person is known and only the password is asked. */
  readonly userName?: string
  readonly submitLabel: string
  /** Filled in by choosing a demo account. */
  readonly chosen?: { readonly userName: string; readonly password: string } | undefined
  readonly onLoggedIn?: () => void
}

/** The server asks for a second step after the right password; the field stays until the login is through. */
function useSecondStep(error: ApiError | undefined) {
  const [methods, setMethods] = useState<string>()
  useEffect(() => {
    if (error?.code === 'identity.secondFactorNeeded') setMethods(String(error.details['methods'] ?? ''))
  }, [error])
  return {
    asked: methods !== undefined,
    byPasskey: methods?.includes('passkey') ?? false,
    isFirst: error?.code === 'identity.secondFactorNeeded',
  }
}

export function LoginForm({ userName: known, submitLabel, chosen, onLoggedIn }: LoginFormProps) {
  const [userName, setUserName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const passwordInput = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const login = useCommand((input: Credentials) => logIn(input), { ...(onLoggedIn ? { done: onLoggedIn } : {}) })
  const byPasskey = useCommand(async (_: undefined) => {
    if (await logInByPasskey()) onLoggedIn?.()
  })
  const step = useSecondStep(login.error)
  const run = useRef(login.run)
  run.current = login.run

  useEffect(() => {
    if (!chosen) return
    setUserName(chosen.userName)
    setPassword(chosen.password)
    void run.current(chosen)
  }, [chosen])
  useEffect(() => {
    if (login.error?.code === 'identity.wrongCredentials') passwordInput.current?.select()
  }, [login.error])

  const fault = byPasskey.error ?? login.error

  function submit(event: FormEvent): void {
    event.preventDefault()
    const empty = userName.trim() === '' || password === ''
    setMissing(empty)
    if (!empty) void login.run({ userName, password, ...(step.asked ? { code } : {}) })
  }

  return (
    <form onSubmit={submit} className="lo-stack" style={{ gap: 16 }}>
      {!known && (
        <TextField
          label={t('shell.login.userName')}
          name="username"
          value={userName}
          onChange={setUserName}
          autoComplete="username"
          autoFocus
          size="lg"
        />
      )}
      <PasswordField
        label={t('shell.login.password')}
        value={password}
        onChange={setPassword}
        size="lg"
        inputRef={passwordInput}
        autoFocus={Boolean(known)}
      />
      {step.asked && (
        <TextField
          label={t('shell.login.code')}
          hint={t('shell.login.codeHint')}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          size="lg"
          figures
          autoFocus
        />
      )}
      {(fault || missing) && (
        <div role="alert" className="lo-panel">
          <Alert
            level={step.isFirst ? 'note' : 'warning'}
            title={missing && !fault ? t('shell.login.empty') : (fault?.title ?? '')}
          />
        </div>
      )}
      <Button kind="primary" size="lg" submit full busy={login.busy}>
        {submitLabel}
      </Button>
      {(!known || step.byPasskey) && browserSupportsWebAuthn() && (
        <Button kind="plain" icon="key" full busy={byPasskey.busy} onClick={() => void byPasskey.run(undefined)}>
          {t('shell.login.passkey')}
        </Button>
      )}
    </form>
  )
}
