import { useState } from 'react'
import { Alert, api, Button, Panel, Stack, t, useCommand } from '#web/kit/index.ts'
import { isGoodPassword, NewPassword } from './new-password.tsx'

/** A password given by the administrator; the person must change it at the next login. */
export function ResetPassword({ accountId, userName }: { readonly accountId: string; readonly userName: string }) {
  const [password, setPassword] = useState('')
  const reset = useCommand(
    (given: string, act) => api.post(`/api/accounts/${accountId}/password`, { password: given }, act),
    { refresh: ['/api/accounts'], done: () => setPassword('') },
  )
  return (
    <Panel title={t('identity.reset.title')} note={t('identity.reset.note')} pad>
      <Stack>
        {reset.error && <Alert level="warning" title={reset.error.title} />}
        <NewPassword
          label={t('identity.reset.password')}
          userName={userName}
          value={password}
          onChange={setPassword}
        />
        <Button
          busy={reset.busy}
          disabledBecause={isGoodPassword(password, userName) ? undefined : t('identity.password.notYet')}
          onClick={() => reset.run(password)}
        >
          {t('identity.reset.do')}
        </Button>
      </Stack>
    </Panel>
  )
}
