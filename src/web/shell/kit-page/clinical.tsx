import { useState } from 'react'
import {
  Button,
  CameraScanner,
  Inline,
  notify,
  PatientBanner,
  QueueTicket,
  RecordRibbon,
  SignatureSlot,
  Sparkline,
  Stack,
  Trend,
} from '#web/kit/index.ts'
import { Part } from './part.tsx'
import { child, hau, huyen, trend, words } from './samples.ts'

export function Clinical() {
  const [camera, setCamera] = useState(false)
  return (
    <>
      <Part name="PatientBanner" pad={false}>
        <PatientBanner patient={hau} />
        <PatientBanner patient={huyen} />
        <PatientBanner patient={child} past />
      </Part>
      <Part name="Trend" pad={false}>
        <Trend label={words.trend} rows={trend} />
      </Part>
      <Part name="RecordRibbon">
        <Stack gap={20}>
          <RecordRibbon state="open" dates={{ open: '2026-11-12' }} />
          <RecordRibbon state="completed" missing={2} dates={{ open: '2026-11-12', finished: '2026-11-17' }} />
          <RecordRibbon
            state="archived"
            dates={{ open: '2026-11-12', finished: '2026-11-17', completed: '2026-11-18', archived: '2026-11-20' }}
          />
        </Stack>
      </Part>
      <Part name="SignatureSlot" pad={false}>
        {(['signed', 'waiting', 'locked', 'refused', 'invalid'] as const).map((state) => (
          <SignatureSlot
            key={state}
            role={words.role}
            state={state}
            person={words.doctor}
            {...(state === 'signed' ? { at: '2026-11-23T03:42:00Z' } : {})}
          />
        ))}
      </Part>
      <Part name="QueueTicket, Sparkline">
        <Inline gap={24} wrap>
          <div style={{ width: 320, maxWidth: '100%' }}>
            <QueueTicket
              {...words.ticket}
              number="047"
              expectedAt="2026-11-23T04:05:00Z"
              before={6}
              printedAt="2026-11-23T03:42:00Z"
            />
          </div>
          <Sparkline values={[1, 1, 2, 2, 3, 5, 7]} band={{ high: 4 }} label="NEWS2" tone="crit" />
          <Sparkline values={[3, 3, 2, 3, 2, 2]} band={{ high: 4 }} label="NEWS2" />
        </Inline>
      </Part>
      <Part name="CameraScanner, useScanner">
        {camera ? (
          <CameraScanner onText={(text) => notify(text)} onClose={() => setCamera(false)} />
        ) : (
          <Button icon="camera" onClick={() => setCamera(true)}>
            CameraScanner
          </Button>
        )}
      </Part>
    </>
  )
}
