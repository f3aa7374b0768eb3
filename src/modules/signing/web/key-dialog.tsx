import { useState } from 'react'
import {
  api,
  Button,
  Dialog,
  Empty,
  Facts,
  formatDay,
  Row,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { FoundKey, FoundKeys, KeyView } from '../contract.ts'

const touched = { refresh: ['/api/signing/key'] }

function KeyRows({
  keys,
  onUse,
}: {
  readonly keys: readonly FoundKey[]
  readonly onUse: (key: FoundKey) => void
}) {
  if (keys.length === 0) return <Empty>{t('signing.keys.none')}</Empty>
  return keys.map((key) => (
    <Row
      key={key.place}
      icon="sign"
      title={<b>{key.name}</b>}
      detail={[key.issuer, t('signing.panel.validTo', { day: formatDay(key.validTo.slice(0, 10)) })]
        .filter(Boolean)
        .join(' · ')}
      aside={
        <Button size="sm" onClick={() => onUse(key)}>
          {t('signing.keys.use')}
        </Button>
      }
    />
  ))
}

/** Keys at the remote signing service, found by the number of the contract there. */
function RemoteKeys({ onDone }: { readonly onDone: () => void }) {
  const [user, setUser] = useState('')
  const find = useCommand((body: { user: string }, act) =>
    api.post<FoundKeys>('/api/signing/remote-keys', body, act),
  )
  const [keys, setKeys] = useState<readonly FoundKey[]>()
  const use = useCommand(
    (credential: string, act) => api.put<KeyView>('/api/signing/key/remote', { user, credential }, act),
    { ...touched, done: onDone },
  )
  const look = async () => setKeys((await find.run({ user: user.trim() }))?.keys)
  const error = find.error ?? use.error
  return (
    <Stack gap={8}>
      <TextField
        label={t('signing.keys.user')}
        value={user}
        onChange={setUser}
        onEnter={() => void look()}
        maxLength={64}
        {...(error ? { error: error.title } : {})}
      />
      <Button
        icon="search"
        busy={find.busy}
        onClick={() => void look()}
        {...(user.trim() === '' ? { disabledBecause: t('signing.keys.needUser') } : {})}
      >
        {t('signing.keys.find')}
      </Button>
      {keys && <KeyRows keys={keys} onUse={({ place }) => void use.run(place)} />}
    </Stack>
  )
}

/** Keys on tokens that are plugged into the server. */
function TokenKeys({ onDone }: { readonly onDone: () => void }) {
  const found = useApi<FoundKeys>('/api/signing/token-keys')
  const use = useCommand((place: string, act) => api.put<KeyView>('/api/signing/key/token', { place }, act), {
    ...touched,
    done: onDone,
  })
  const error = use.error?.title ?? (found.isError ? found.error.message : undefined)
  return (
    <Stack gap={8}>
      {error && <div className="lo-crit">{error}</div>}
      {found.data && <KeyRows keys={found.data.keys} onUse={({ place }) => void use.run(place)} />}
    </Stack>
  )
}

/** Where my key is, and the places it may be instead. */
export function KeyDialog({
  signer,
  onClose,
}: {
  readonly signer: KeyView | undefined
  readonly onClose: () => void
}) {
  const [place, setPlace] = useState<'remote' | 'token'>('remote')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('signing.keys.title')}
      actions={<Button onClick={onClose}>{t('signing.keys.close')}</Button>}
    >
      <Stack>
        {signer?.name && (
          <Facts
            columns={1}
            items={[
              { label: t('signing.panel.as'), value: signer.name },
              { label: t('signing.keys.place'), value: t(`signing.keys.${signer.kind ?? 'software'}`) },
            ]}
          />
        )}
        <div className="lo-inline" style={{ gap: 8 }}>
          {(['remote', 'token'] as const).map((one) => (
            <Button key={one} pressed={place === one} onClick={() => setPlace(one)}>
              {t(`signing.keys.${one}`)}
            </Button>
          ))}
        </div>
        {place === 'remote' ? <RemoteKeys onDone={onClose} /> : <TokenKeys onDone={onClose} />}
      </Stack>
    </Dialog>
  )
}
