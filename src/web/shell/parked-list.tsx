import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  formatTime,
  Inline,
  Panel,
  PinField,
  Row,
  t,
  useCommand,
  useScanner,
} from '#web/kit/index.ts'
import { comeBack, type ParkedPerson } from './switch-person.ts'

/** Who waits behind the locked screen of this computer. A badge is scanned; a PIN follows the choice of the person. */
export function ParkedList() {
  const parked = useQuery({
    queryKey: ['parked'],
    queryFn: () => api.get<readonly ParkedPerson[]>('/api/session/parked').catch(() => []),
  })
  const [chosen, setChosen] = useState<string>()
  const back = useCommand((by: Parameters<typeof comeBack>[0]) => comeBack(by))
  useScanner((badge) => void back.run({ badge }))
  if (!parked.data?.length) return back.error ? <Alert level="warning" title={back.error.title} /> : null
  return (
    <Panel title={t('shell.parked.title')}>
      {back.error && <Alert level="warning" title={back.error.title} />}
      {parked.data.map((person) => (
        <div key={person.id}>
          <Row
            icon="user"
            title={person.name}
            detail={wayBack(person)}
            selected={chosen === person.id}
            onOpen={person.pin ? () => setChosen(person.id) : undefined}
          />
          {chosen === person.id && (
            <PinEntry busy={back.busy} onPin={(pin) => back.run({ session: person.id, pin })} />
          )}
        </div>
      ))}
    </Panel>
  )
}

function wayBack({ badge, pin, lockedAt }: ParkedPerson): string {
  const way = badge && pin ? 'both' : badge ? 'badge' : pin ? 'pin' : 'password'
  return `${t('shell.parked.since', { time: formatTime(new Date(lockedAt)) })} · ${t(`shell.parked.by.${way}`)}`
}

function PinEntry({ busy, onPin }: { readonly busy: boolean; readonly onPin: (pin: string) => unknown }) {
  const [pin, setPin] = useState('')
  const send = () => {
    void onPin(pin)
    setPin('')
  }
  return (
    <div style={{ padding: '8px 14px 14px' }}>
      <Inline gap={8} align="flex-end">
        <PinField label={t('shell.parked.pin')} value={pin} onChange={setPin} autoFocus onEnter={send} />
        <Button
          kind="primary"
          size="lg"
          busy={busy}
          disabledBecause={pin === '' ? t('shell.parked.pinMissing') : undefined}
          onClick={send}
        >
          {t('shell.parked.return')}
        </Button>
      </Inline>
    </div>
  )
}
