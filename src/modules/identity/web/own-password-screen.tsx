import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Page,
  PageHead,
  Panel,
  PasswordField,
  Stack,
  t,
  useApi,
  useCommand,
  useMe,
} from '#web/kit/index.ts'
import type { OwnFactors } from '../factors/contract.ts'
import { isGoodPassword, NewPassword } from './new-password.tsx'

interface Change {
  readonly current: string
  readonly password: string
}

/** A person changes the own password; the other sessions end. */
export default function OwnPasswordScreen() {
  const me = useMe()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const change = useCommand((body: Change, act) => api.put('/api/session/password', body, act), {
    // A new start, because a session that had to change its password was allowed nothing until now.
    done: () => location.assign('/'),
  })
  const factors = useApi<OwnFactors>('/api/session/factors')
  const secondFactor = Boolean(factors.data?.totp || factors.data?.passkeys.length)
  const ready = current !== '' && isGoodPassword(password, me.userName, secondFactor) && password === again
  return (
    <Page
      head={<PageHead title={t('identity.password.title')} note={t('identity.password.note')} />}
      footer={
        <Button
          kind="primary"
          busy={change.busy}
          disabledBecause={ready ? undefined : t('identity.password.notYet')}
          onClick={() => change.run({ current, password })}
        >
          {t('identity.password.do')}
        </Button>
      }
    >
      <Panel pad>
        <Stack gap={16}>
          {change.error && <Alert level="warning" title={change.error.title} />}
          <PasswordField
            label={t('identity.password.current')}
            required
            autoFocus
            value={current}
            onChange={setCurrent}
          />
          <NewPassword
            label={t('identity.password.new')}
            userName={me.userName}
            value={password}
            secondFactor={secondFactor}
            onChange={setPassword}
          />
          <PasswordField
            label={t('identity.password.again')}
            required
            value={again}
            onChange={setAgain}
            error={again === '' || again === password ? undefined : t('identity.password.differs')}
          />
        </Stack>
      </Panel>
    </Page>
  )
}
