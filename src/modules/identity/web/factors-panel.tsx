import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Failure,
  formatDateTime,
  Inline,
  Loading,
  Panel,
  PasswordField,
  Row,
  refresh,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { OwnFactors, RecoveryCodes } from '../factors/contract.ts'
import { EnrolFactor } from './enrol-factor.tsx'
import { RecoveryList } from './recovery-list.tsx'

const address = '/api/session/factors'

/** The second step of the own login: authenticator, passkeys, recovery codes. */
export function FactorsPanel() {
  const own = useApi<OwnFactors>(address)
  const [current, setCurrent] = useState('')
  const [codes, setCodes] = useState<readonly string[]>()
  const given = current === '' ? {} : { current }
  const remove = useCommand((path: string) => api.post(path, given), { refresh: [address] })
  const renew = useCommand((_: undefined) => api.post<RecoveryCodes>('/api/session/recovery', given), {
    refresh: [address],
    done: (answer) => setCodes(answer.codes),
  })
  if (own.isPending) return <Loading rows={4} />
  if (own.isError) return <Failure error={own.error} retry={own.refetch} />
  const { totp, passkeys, recoveryLeft, need } = own.data
  const error = remove.error ?? renew.error
  const has = totp || passkeys.length > 0
  return (
    <Panel title={t('identity.factors.title')} note={t(`identity.factors.need.${need}`)}>
      {totp && (
        <Row
          icon="phone"
          title={t('identity.factors.totp')}
          aside={<Remove busy={remove.busy} onRemove={() => remove.run('/api/session/totp/remove')} />}
        />
      )}
      {passkeys.map((key) => (
        <Row
          key={key.id}
          icon="key"
          title={key.name}
          detail={formatDateTime(key.lastUsedAt ?? key.createdAt)}
          aside={
            <Remove
              busy={remove.busy}
              onRemove={() => remove.run(`/api/session/passkeys/${encodeURIComponent(key.id)}/remove`)}
            />
          }
        />
      ))}
      {has && (
        <Row
          icon="notes"
          title={t('identity.recovery.left', { count: recoveryLeft })}
          aside={
            <Button size="sm" busy={renew.busy} onClick={() => void renew.run(undefined)}>
              {t('identity.recovery.renew')}
            </Button>
          }
        />
      )}
      <div style={{ padding: 14 }}>
        <Stack gap={12}>
          {!has && (
            <Inline>
              <Chip tone="warn">{t('identity.factors.none')}</Chip>
            </Inline>
          )}
          {error && <Alert level="warning" title={error.title} />}
          {error?.code.startsWith('identity.password') && (
            <PasswordField label={t('identity.password.current')} value={current} onChange={setCurrent} />
          )}
          {codes ? (
            <RecoveryList codes={codes} onDone={() => setCodes(undefined)} />
          ) : (
            <EnrolFactor {...(totp ? { without: 'totp' } : {})} onDone={() => void refresh(address)} />
          )}
        </Stack>
      </div>
    </Panel>
  )
}

function Remove({ busy, onRemove }: { readonly busy: boolean; readonly onRemove: () => void }) {
  return (
    <Button size="sm" kind="plain" busy={busy} onClick={onRemove}>
      {t('identity.factors.remove')}
    </Button>
  )
}
