import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Empty,
  formatDateTime,
  Inline,
  Panel,
  PasswordField,
  PinField,
  Row,
  Stack,
  TextField,
  t,
  useCommand,
  useScanner,
} from '#web/kit/index.ts'
import type { OwnSwitching } from '../switching/contract.ts'

const address = '/api/session/switching'
const refresh = [address]

/** PIN and badges that bring a person back at a shared computer. */
export function SwitchingPanel({ own }: { readonly own: OwnSwitching }) {
  if (!own.allowed)
    return (
      <Panel title={t('identity.switching.title')} pad>
        <Empty>{t('identity.switching.notAllowed')}</Empty>
      </Panel>
    )
  return (
    <Panel title={t('identity.switching.title')} note={t('identity.switching.note')}>
      {own.badges.map((badge) => (
        <Row key={badge.id} icon="badge" title={badge.label} detail={formatDateTime(badge.madeAt)} />
      ))}
      <PinForm own={own} />
      <CardForm />
    </Panel>
  )
}

function PinForm({ own }: { readonly own: OwnSwitching }) {
  const [current, setCurrent] = useState('')
  const [pin, setPin] = useState('')
  const set = useCommand((body: { current: string; pin: string }, act) => api.put('/api/session/pin', body, act), {
    refresh,
    done: () => {
      setPin('')
      setCurrent('')
    },
  })
  const remove = useCommand((_: undefined, act) => api.delete('/api/session/pin', act), { refresh })
  const ready = current !== '' && pin.length === own.pinDigits
  return (
    <div style={{ padding: 14 }}>
      <Stack gap={12}>
        <b>{t(own.pin ? 'identity.switching.pinSet' : 'identity.switching.pinNone')}</b>
        {set.error && <Alert level="warning" title={set.error.title} />}
        <PasswordField label={t('identity.password.current')} value={current} onChange={setCurrent} />
        <PinField
          label={t('identity.switching.newPin', { count: own.pinDigits })}
          length={own.pinDigits}
          value={pin}
          onChange={setPin}
        />
        <Inline>
          <Button
            busy={set.busy}
            disabledBecause={ready ? undefined : t('identity.switching.pinMissing')}
            onClick={() => set.run({ current, pin })}
          >
            {t('identity.switching.setPin')}
          </Button>
          {own.pin && (
            <Button kind="plain" busy={remove.busy} onClick={() => remove.run(undefined)}>
              {t('identity.switching.removePin')}
            </Button>
          )}
        </Inline>
      </Stack>
    </div>
  )
}

/** A card the person has already (staff card, locker card) becomes the badge. */
function CardForm() {
  const [current, setCurrent] = useState('')
  const [code, setCode] = useState('')
  const [label, setLabel] = useState('')
  useScanner(setCode)
  const add = useCommand(
    (body: { current: string; label: string; code: string }, act) => api.post('/api/session/badges', body, act),
    {
      refresh,
      done: () => {
        setCode('')
        setLabel('')
        setCurrent('')
      },
    },
  )
  const ready = current !== '' && code !== '' && label !== ''
  return (
    <div style={{ padding: 14 }}>
      <Stack gap={12}>
        <b>{t('identity.switching.addCard')}</b>
        {add.error && <Alert level="warning" title={add.error.title} />}
        <TextField
          label={t('identity.switching.cardName')}
          value={label}
          onChange={setLabel}
          maxLength={100}
          placeholder={t('identity.switching.cardNameHint')}
        />
        <TextField
          label={t('identity.switching.cardCode')}
          type="password"
          value={code}
          onChange={setCode}
          hint={t('identity.switching.scanHere')}
        />
        <PasswordField label={t('identity.password.current')} value={current} onChange={setCurrent} />
        <Inline>
          <Button
            busy={add.busy}
            disabledBecause={ready ? undefined : t('identity.switching.cardMissing')}
            onClick={() => add.run({ current, label, code })}
          >
            {t('identity.switching.keepCard')}
          </Button>
        </Inline>
      </Stack>
    </div>
  )
}
