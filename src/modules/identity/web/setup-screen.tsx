import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Failure,
  FieldGrid,
  Loading,
  Page,
  PageHead,
  Panel,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { SetupBody, SetupState } from '../contract.ts'
import { foldUserName, isUserName } from '../domain/user-name.ts'
import { isGoodPassword, NewPassword } from './new-password.tsx'

const empty = { setupCode: '', code: '', facility: '', userName: '', name: '', password: '' }

/** The first start of an installation: its facility and its first administrator. */
export default function SetupScreen() {
  const state = useApi<SetupState>('/api/setup')
  const [given, setGiven] = useState(empty)
  const setUp = useCommand((body: SetupBody, act) => api.post('/api/setup', body, act), {
    done: () => location.assign('/'),
  })
  if (state.isPending) return <Loading rows={6} />
  if (state.isError) return <Failure error={state.error} retry={state.refetch} />
  if (!state.data.needed) return <SetupDone />
  const set = (field: keyof typeof empty) => (value: string) =>
    setGiven((before) => ({ ...before, [field]: value }))
  const userName = foldUserName(given.userName)
  const ready =
    given.setupCode !== '' &&
    /^[0-9A-Za-z]{5}$/.test(given.code) &&
    given.facility.trim() !== '' &&
    isUserName(userName) &&
    given.name.trim() !== '' &&
    isGoodPassword(given.password, userName)
  const body: SetupBody = {
    setupCode: given.setupCode,
    facility: { code: given.code, name: given.facility },
    admin: { userName, name: given.name, password: given.password },
  }
  return (
    <Page
      footer={
        <Button
          kind="primary"
          size="lg"
          busy={setUp.busy}
          disabledBecause={ready ? undefined : t('identity.setup.incomplete')}
          onClick={() => setUp.run(body)}
        >
          {t('identity.setup.do')}
        </Button>
      }
    >
      <PageHead title={t('identity.setup.title')} note={t('identity.setup.note')} />
      <Stack gap={16}>
        {setUp.error && <Alert level="warning" title={setUp.error.title} />}
        <Panel title={t('identity.setup.code')} pad>
          <TextField
            label={t('identity.setup.code')}
            hint={t('identity.setup.codeHint')}
            required
            autoFocus
            value={given.setupCode}
            onChange={set('setupCode')}
          />
        </Panel>
        <Panel title={t('identity.setup.facility')} pad>
          <FieldGrid columns={2}>
            <TextField
              label={t('identity.setup.facilityCode')}
              hint={t('identity.setup.facilityCodeHint')}
              required
              maxLength={5}
              value={given.code}
              onChange={set('code')}
            />
            <TextField
              label={t('identity.setup.facilityName')}
              required
              maxLength={200}
              value={given.facility}
              onChange={set('facility')}
            />
          </FieldGrid>
        </Panel>
        <Panel title={t('identity.setup.admin')} pad>
          <FieldGrid columns={2}>
            <TextField
              label={t('identity.account.userName')}
              required
              maxLength={64}
              value={given.userName}
              onChange={set('userName')}
            />
            <TextField
              label={t('identity.account.name')}
              required
              maxLength={200}
              value={given.name}
              onChange={set('name')}
            />
            <NewPassword
              label={t('identity.password.new')}
              userName={userName}
              value={given.password}
              onChange={set('password')}
            />
          </FieldGrid>
        </Panel>
      </Stack>
    </Page>
  )
}

function SetupDone() {
  return (
    <Page>
      <PageHead title={t('identity.setup.title')} />
      <Alert
        level="note"
        title={t('identity.setup.done')}
        action={<Button onClick={() => location.assign('/')}>{t('identity.setup.toLogin')}</Button>}
      />
    </Page>
  )
}
