import { useState } from 'react'
import { useApi } from '#web/kit/index.ts'
import type { ScanReading } from '../contract.ts'

const soonSeconds = 10

/** What was read in a scan; asked again while pages wait. */
export function useWords(id: string) {
  const [waits, setWaits] = useState(true)
  const words = useApi<ScanReading>(
    `/api/scans/${id}/words`,
    undefined,
    waits ? { refreshSeconds: soonSeconds, background: true } : {},
  )
  const left = words.data === undefined || words.data.waiting > 0
  if (left !== waits) setWaits(left)
  return words
}
