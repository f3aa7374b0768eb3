import { type FormEvent, useState } from 'react'
import { Alert, api, Button, notify, PasswordField, t, useCommand, useTitle } from '#web/kit/index.ts'
import { loggedIn, session } from '#web/kit/net/session.ts'
import { leave, logOut } from './session-api.ts'

interface PasswordFormProps {
  readonly onDone?: () => void
}

export function PasswordForm({ onDone }: PasswordFormProps) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useCommand(
    (input: { current: string; password: string }, act) => api.put('/api/session/password', input, act),
    {
      done: () => {
        const { me } = session.get()
        if (me) loggedIn({ ...me, mustChangePassword: false })
        notify(t('shell.password.done'), { tone: 'ok' })
        onDone?.()
      },
    },
  )
  function submit(event: FormEvent): void {
    event.preventDefault()
    void change.run({ current, password: next })
  }
  return (
    <form onSubmit={submit} className="lo-stack" style={{ gap: 14 }}>
      <PasswordField
        label={t('shell.password.current')}
        value={current}
        onChange={setCurrent}
        size="lg"
        autoFocus
      />
      <PasswordField
        label={t('shell.password.next')}
        value={next}
        onChange={setNext}
        size="lg"
        autoComplete="new-password"
      />
      {change.error && (
        <div className="lo-panel">
          <Alert level="warning" title={change.error.title} />
        </div>
      )}
      <Button kind="primary" size="lg" submit full busy={change.busy}>
        {t('shell.password.save')}
      </Button>
    </form>
  )
}

/** The first login, or a password that an administrator gave: nothing opens before it is changed. */
export default function NewPassword() {
  useTitle(t('shell.password.title'))
  return (
    <main className="lo-login-form" style={{ margin: '12vh auto', padding: 16 }}>
      <h1>{t('shell.password.title')}</h1>
      <p className="lo-ink2">{t('shell.password.text')}</p>
      <PasswordForm />
      <Button kind="plain" onClick={() => leave(logOut)}>
        {t('shell.user.logout')}
      </Button>
    </main>
  )
}
