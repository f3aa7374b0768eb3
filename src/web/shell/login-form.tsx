import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Alert, Button, PasswordField, TextField, t, useCommand } from '#web/kit/index.ts'
import { logIn } from './session-api.ts'

interface LoginFormProps {
  /** Given: the person is known and only the password is asked. */
  readonly userName?: string
  readonly submitLabel: string
  /** Filled in by choosing a demo account. */
  readonly chosen?: { readonly userName: string; readonly password: string } | undefined
  readonly onLoggedIn?: () => void
}

export function LoginForm({ userName: known, submitLabel, chosen, onLoggedIn }: LoginFormProps) {
  const [userName, setUserName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const passwordInput = useRef<HTMLInputElement>(null)
  const login = useCommand(
    (input: { userName: string; password: string }) => logIn(input.userName, input.password),
    {
      ...(onLoggedIn ? { done: onLoggedIn } : {}),
    },
  )
  const run = useRef(login.run)
  run.current = login.run

  useEffect(() => {
    if (!chosen) return
    setUserName(chosen.userName)
    setPassword(chosen.password)
    void run.current(chosen)
  }, [chosen])
  useEffect(() => {
    if (login.error) passwordInput.current?.select()
  }, [login.error])

  function submit(event: FormEvent): void {
    event.preventDefault()
    const empty = userName.trim() === '' || password === ''
    setMissing(empty)
    if (!empty) void login.run({ userName, password })
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
      {(login.error || missing) && (
        <div role="alert" className="lo-panel">
          <Alert
            level="warning"
            title={missing && !login.error ? t('shell.login.empty') : (login.error?.title ?? '')}
          />
        </div>
      )}
      <Button kind="primary" size="lg" submit full busy={login.busy}>
        {submitLabel}
      </Button>
    </form>
  )
}
