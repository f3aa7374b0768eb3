import { useState } from 'react'
import {
  api,
  Button,
  Choice,
  Empty,
  formatDay,
  Panel,
  PinField,
  Row,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { FoundKey, FoundKeys } from '../contract.ts'
import type { SealBody, SealView } from '../seal-contract.ts'

interface KeysProps {
  readonly keys: readonly FoundKey[]
  readonly chosen: FoundKey | undefined
  readonly onChoose: (key: FoundKey) => void
}

function Keys({ keys, chosen, onChoose }: KeysProps) {
  if (keys.length === 0) return <Empty>{t('signing.keys.none')}</Empty>
  return keys.map((key) => (
    <Row
      key={key.place}
      icon="seal"
      selected={key.place === chosen?.place}
      title={<b>{key.name}</b>}
      detail={[key.issuer, t('signing.panel.validTo', { day: formatDay(key.validTo.slice(0, 10)) })]
        .filter(Boolean)
        .join(' · ')}
      onOpen={() => onChoose(key)}
    />
  ))
}

interface PickProps {
  readonly chosen: FoundKey | undefined
  readonly onChoose: (key: FoundKey) => void
}

function OnTokens(props: PickProps) {
  const found = useApi<FoundKeys>('/api/signing/seal/token-keys')
  if (found.isError) return <div className="lo-crit">{found.error.message}</div>
  return found.data ? <Keys keys={found.data.keys} {...props} /> : null
}

function AtService({ user, onUser, ...props }: PickProps & { user: string; onUser: (user: string) => void }) {
  const [keys, setKeys] = useState<readonly FoundKey[]>()
  const find = useCommand((body: { user: string }, act) =>
    api.post<FoundKeys>('/api/signing/seal/remote-keys', body, act),
  )
  const look = async () => setKeys((await find.run({ user: user.trim() }))?.keys)
  return (
    <Stack gap={8}>
      <TextField
        label={t('signing.keys.user')}
        value={user}
        onChange={onUser}
        onEnter={() => void look()}
        maxLength={64}
        {...(find.error ? { error: find.error.title } : {})}
      />
      <Button
        icon="search"
        busy={find.busy}
        onClick={() => void look()}
        {...(user.trim() === '' ? { disabledBecause: t('signing.keys.needUser') } : {})}
      >
        {t('signing.keys.find')}
      </Button>
      {keys && <Keys keys={keys} {...props} />}
    </Stack>
  )
}

/** Chooses a key of a token, HSM or remote service and makes it the seal of the facility. */
export function InstallSeal({ onDone }: { readonly onDone: () => void }) {
  const [kind, setKind] = useState<'token' | 'remote'>('token')
  const [user, setUser] = useState('')
  const [chosen, setChosen] = useState<FoundKey>()
  const [pin, setPin] = useState('')
  const install = useCommand((body: SealBody, act) => api.put<SealView>('/api/signing/seal', body, act), {
    refresh: ['/api/signing/seal'],
    done: () => {
      setChosen(undefined)
      onDone()
    },
  })
  const run = async () => {
    if (!chosen) return
    const place = chosen.place
    setPin('')
    await install.run(
      kind === 'token' ? { kind, place, pin } : { kind, user: user.trim(), credential: place, pin },
    )
  }
  const choose = (to: 'token' | 'remote') => {
    setKind(to)
    setChosen(undefined)
  }
  const missing = chosen ? (pin.length < 4 ? t('signing.panel.needPin') : undefined) : t('seal.key.choose')
  return (
    <Panel title={t('seal.key.change')} pad>
      <Stack gap={12}>
        <Choice
          label={t('seal.key.kind')}
          value={kind}
          onChange={choose}
          options={(['token', 'remote'] as const).map((value) => ({ value, label: t(`seal.key.kind.${value}`) }))}
        />
        {kind === 'token' ? (
          <OnTokens chosen={chosen} onChoose={setChosen} />
        ) : (
          <AtService user={user} onUser={setUser} chosen={chosen} onChoose={setChosen} />
        )}
        <PinField
          label={t('seal.key.pin')}
          hint={t('seal.key.pinHint')}
          length={16}
          value={pin}
          onChange={setPin}
          onEnter={() => void run()}
          {...(install.error ? { error: install.error.title } : {})}
        />
        <Button
          kind="primary"
          icon="seal"
          busy={install.busy}
          onClick={() => void run()}
          {...(missing ? { disabledBecause: missing } : {})}
        >
          {t('seal.key.install')}
        </Button>
      </Stack>
    </Panel>
  )
}
