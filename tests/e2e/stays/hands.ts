import type { GiveBody, MedicinesView } from '#modules/medicines/contract.ts'
import type { Desk, WardJourney } from '#tests/support/ward-journey.ts'
import { signsAll } from '#tests/support/ward-papers.ts'

const due = new Set(['due', 'late'])

/** Every dose that is due now is given, wristband and pack scanned. */
export async function givesDoses(nurse: Desk, stayId: string): Promise<number> {
  const { orders } = await nurse.send<MedicinesView>('GET', `/api/stays/${stayId}/medicines`)
  const doses = orders.flatMap(({ requestId, drugCode, cells }) =>
    cells
      .filter(({ state }) => due.has(state))
      .map(({ dueAt }) => ({ id: crypto.randomUUID(), requestId, dueAt, code: drugCode })),
  )
  if (doses.length === 0) return 0
  const body: GiveBody = { band: `LOVT:${stayId}`, doses }
  await nurse.send('POST', `/api/stays/${stayId}/doses`, body)
  return doses.length
}

const laboratoryValues: Readonly<Record<string, string>> = {
  WBC: '14.2',
  CRP: '86',
  UREA: '6.4',
  CREA: '92',
  NA: '138',
  K: '3.9',
  CL: '102',
}

interface Requisition {
  readonly rows: readonly {
    readonly requestId: string
    readonly test: string
    readonly range?: { readonly low?: number; readonly high?: number }
    readonly calculated?: string
  }[]
  readonly tubes: readonly { readonly accession?: string }[]
}

/** The laboratory draws, measures, validates and releases what was ordered under a number, and signs its sheet. */
export async function laboratoryAnswers(hospital: WardJourney, requisition: string): Promise<void> {
  const desk = await hospital.desk('xetnghiem')
  const url = `/api/laboratory/requisitions/${encodeURIComponent(requisition)}`
  await desk.send('POST', `${url}/collect`)
  const drawn = await desk.send<Requisition>('GET', url)
  for (const { accession } of drawn.tubes)
    if (accession) await desk.send('POST', '/api/laboratory/receive', { accession })
  const { rows } = await desk.send<Requisition>('GET', url)
  const results = rows
    .filter(({ calculated }) => !calculated)
    .map(({ requestId, test, range }) => ({ requestId, test, value: laboratoryValues[test] ?? usual(range) }))
  await desk.send('POST', `${url}/results`, { results })
  await desk.send('POST', `${url}/validate`)
  await desk.send('POST', `${url}/release`)
  await signsAll(desk)
}

function usual(range: { readonly low?: number; readonly high?: number } | undefined): string {
  if (range?.low !== undefined && range.high !== undefined)
    return String(Math.round((range.low + range.high) * 5) / 10)
  return String(range?.high === undefined ? (range?.low ?? 1) : Math.round(range.high * 5) / 10)
}
