import { type FormEvent, useState } from 'react'
import { Alert, api, Button, PasswordField, TextField, t, useCommand } from '#web/kit/index.ts'
import { logIn } from './session-api.ts'

/** The first administrator names the facility; the code on the server's console proves who is at it. */
export function SetupForm() {
  const [form, setForm] = useState({
    setupCode: '',
    code: '',
    facilityName: '',
    userName: '',
    name: '',
    password: '',
  })
  const set = (key: keyof typeof form) => (text: string) => setForm({ ...form, [key]: text })
  const setUp = useCommand(async (given: typeof form, act) => {
    const { userName, name, password } = given
    await api.post(
      '/api/setup',
      {
        setupCode: given.setupCode.trim(),
        facility: { code: given.code.trim(), name: given.facilityName.trim() },
        admin: { userName, name, password },
      },
      act,
    )
    await logIn({ userName, password })
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    void setUp.run(form)
  }
  return (
    <form onSubmit={submit} className="lo-stack" style={{ gap: 12 }}>
      <TextField
        label={t('shell.setup.code')}
        hint={t('shell.setup.text')}
        value={form.setupCode}
        onChange={set('setupCode')}
        required
        autoFocus
      />
      <TextField
        label={t('shell.setup.facilityCode')}
        value={form.code}
        onChange={set('code')}
        maxLength={5}
        required
      />
      <TextField
        label={t('shell.setup.facilityName')}
        value={form.facilityName}
        onChange={set('facilityName')}
        required
      />
      <TextField label={t('shell.setup.adminName')} value={form.name} onChange={set('name')} required />
      <TextField
        label={t('shell.login.userName')}
        value={form.userName}
        onChange={set('userName')}
        autoComplete="username"
        required
      />
      <PasswordField
        label={t('shell.login.password')}
        value={form.password}
        onChange={set('password')}
        autoComplete="new-password"
        required
      />
      {setUp.error && <Alert level="warning" title={setUp.error.title} />}
      <Button kind="primary" size="lg" submit full busy={setUp.busy}>
        {t('shell.setup.submit')}
      </Button>
    </form>
  )
}
