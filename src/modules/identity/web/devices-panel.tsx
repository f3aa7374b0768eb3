import { api, Button, Chip, formatDateTime, Panel, Row, t, useCommand } from '#web/kit/index.ts'
import type { OwnDevice } from '../switching/contract.ts'

/** The browsers in which the person was logged in; a lost one is ended at once. */
export function DevicesPanel({ devices }: { readonly devices: readonly OwnDevice[] }) {
  const end = useCommand((id: string, act) => api.delete(`/api/session/devices/${id}`, act), {
    refresh: ['/api/session/switching'],
  })
  return (
    <Panel title={t('identity.devices.title')} note={t('identity.devices.note')} count={devices.length}>
      {devices.map((device) => (
        <Row
          key={device.id}
          icon="device"
          title={shortAgent(device.userAgent)}
          detail={`${device.address} · ${t('identity.devices.seen', { time: formatDateTime(device.lastSeenAt) })}`}
          aside={
            device.here ? (
              <Chip tone="ok">{t('identity.devices.here')}</Chip>
            ) : (
              device.openSessions > 0 && (
                <Button size="sm" busy={end.busy} onClick={() => end.run(device.id)}>
                  {t('identity.devices.end')}
                </Button>
              )
            )
          }
        />
      ))}
    </Panel>
  )
}

const programs = [/Edg\/(\d+)/, /OPR\/(\d+)/, /Chrome\/(\d+)/, /Firefox\/(\d+)/, /Version\/(\d+).*Safari/] as const
const names = ['Edge', 'Opera', 'Chrome', 'Firefox', 'Safari'] as const
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'Linux'] as const

/** What people call their browser; the whole text where it is none that is known. */
function shortAgent(agent: string): string {
  const at = programs.findIndex((program) => program.test(agent))
  const system = systems.find((name) => agent.includes(name))
  const version = programs[at]?.exec(agent)?.[1]
  return at < 0 ? agent || '—' : [`${names[at]} ${version}`, system].filter(Boolean).join(' · ')
}
