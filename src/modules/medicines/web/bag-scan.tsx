import { useState } from 'react'
import { Button, CameraScanner, Chip, Inline, SelectField, Stack, t, useScanner } from '#web/kit/index.ts'
import type { MedicinesView } from '../contract.ts'
import { readScan } from '../domain/read-scan.ts'
import { keepBand, keptBand } from './kept-band.ts'
import { optionsOf } from './words.ts'

interface Said {
  readonly band?: string
  readonly patientBy?: string
  readonly code?: string
  readonly drugBy?: string
}

/** The wristband and the bag that is hung, by scanner or camera, or why either was not scanned. */
export function useBagScan(encounterId: string, view: MedicinesView, enabled: boolean) {
  const remembered = keptBand(encounterId, view.bandMinutes)
  const [said, setSaid] = useState<Said>(remembered ? { band: remembered } : {})
  const read = (text: string) => {
    const isBand = readScan(text).kind === 'band'
    if (isBand) keepBand(encounterId, text)
    setSaid((before) => ({ ...before, ...(isBand ? { band: text } : { code: text }) }))
    return true
  }
  useScanner(read, { enabled })
  return {
    said,
    read,
    say: (more: Said) => setSaid((before) => ({ ...before, ...more })),
    complete: Boolean((said.band ?? said.patientBy) && (said.code ?? said.drugBy)),
  }
}

interface BagScanProps {
  readonly scan: ReturnType<typeof useBagScan>
  readonly view: MedicinesView
}

export function BagScan({ scan, view }: BagScanProps) {
  const [camera, setCamera] = useState(false)
  const { said, say } = scan
  const reasons = { options: optionsOf(view.byHand), placeholder: t('medicines.before.choose') }
  return (
    <Stack>
      <Inline wrap>
        <Chip tone={said.band ? 'ok' : 'outline'} icon="idcard">
          {t(said.band ? 'medicines.bag.bandRead' : 'medicines.scan.band')}
        </Chip>
        <Chip tone={said.code ? 'ok' : 'outline'} icon="barcode">
          {t(said.code ? 'medicines.bag.bagRead' : 'medicines.bag.scan')}
        </Chip>
        <Button icon="camera" onClick={() => setCamera(true)}>
          {t('medicines.bag.camera')}
        </Button>
      </Inline>
      {camera && (
        <CameraScanner
          onText={(text) => {
            scan.read(text)
            setCamera(false)
          }}
          onClose={() => setCamera(false)}
        />
      )}
      {!said.band && (
        <SelectField
          label={t('medicines.before.patientBy')}
          value={said.patientBy}
          onChange={(patientBy) => patientBy && say({ patientBy })}
          {...reasons}
        />
      )}
      {!said.code && (
        <SelectField
          label={t('medicines.before.drugBy')}
          value={said.drugBy}
          onChange={(drugBy) => drugBy && say({ drugBy })}
          {...reasons}
        />
      )}
    </Stack>
  )
}
