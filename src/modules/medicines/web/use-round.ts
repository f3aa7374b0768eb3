import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import { ApiError, api, t, useScanner } from '#web/kit/index.ts'
import type { BandView, CellView, CheckView, MedicinesView, OrderView } from '../contract.ts'
import { readScan } from '../domain/read-scan.ts'
import { keepBand, keptBand } from './kept-band.ts'
import { askedOrders, dueCell, type Pick, type Round, type Stop } from './round.ts'

const titleOf = (error: unknown) => (error instanceof ApiError ? error.title : t('medicines.scan.failed'))

function pickOf(order: OrderView, cell: CellView | undefined, scanned: Partial<Pick>): Pick {
  return { id: uuidv7(), order, ...(cell ? { cell } : {}), ...scanned }
}

/** What is scanned and chosen at the bedside of one patient, from the wristband to the last pack. */
export function useRound(encounterId: string, view: MedicinesView) {
  const remembered = keptBand(encounterId, view.bandMinutes)
  const [round, setRound] = useState<Round>({ picks: [], ...(remembered ? { band: remembered } : {}) })
  const [stop, setStop] = useState<Stop | undefined>(undefined)

  async function readBand(code: string): Promise<void> {
    const found = await api.get<BandView>('/api/wristbands', { code })
    if (found.encounterId !== encounterId) {
      setStop({ title: t('medicines.wrongBand', { name: found.name, bed: found.bed }), patient: true })
      return
    }
    keepBand(encounterId, code)
    setStop(undefined)
    setRound((before) => ({ ...before, band: code }))
  }

  async function readPack(code: string): Promise<void> {
    const orders = askedOrders(view)
    const requestIds = orders.map((one) => one.requestId)
    const found = await api.post<CheckView>(`/api/stays/${encounterId}/medicines/check`, { code, requestIds })
    const order = orders.find((one) => one.requestId === found.requestId)
    if (!order || found.wrong) {
      const words = { scanned: found.name, drug: found.wrong?.drug ?? '' }
      const kind = found.wrong?.drug ? found.wrong.because : 'notOrdered'
      setStop({
        title: t(`medicines.wrong.${kind}`, words),
        ...(found.wrong ? { wrong: found.wrong as Stop['wrong'] & object } : {}),
      })
      return
    }
    setStop(undefined)
    add(order, dueCell(order), { code, ...(found.lot ? { lot: found.lot } : {}) })
  }

  function add(order: OrderView, cell: CellView | undefined, scanned: Partial<Pick> = {}): void {
    setRound((before) => ({
      ...before,
      picks: [
        ...before.picks.filter((one) => one.order.requestId !== order.requestId),
        pickOf(order, cell, scanned),
      ],
    }))
  }

  function read(text: string): boolean {
    if (!view.open) return false
    const reading = readScan(text).kind === 'band' ? readBand(text) : readPack(text)
    reading.catch((error: unknown) => setStop({ title: titleOf(error) }))
    return true
  }
  useScanner(read, { enabled: view.open })

  return {
    round,
    stop,
    setStop,
    read,
    /** A dose chosen by hand, or left out again. */
    toggle(order: OrderView, cell: CellView | undefined): void {
      setStop(undefined)
      if (round.picks.some((one) => one.order.requestId === order.requestId && one.cell?.dueAt === cell?.dueAt))
        setRound({ ...round, picks: round.picks.filter((one) => one.order.requestId !== order.requestId) })
      else add(order, cell)
    },
    change(id: string, said: Partial<Pick>): void {
      setRound((before) => ({
        ...before,
        picks: before.picks.map((one) => (one.id === id ? { ...one, ...said } : one)),
      }))
    },
    sayPatientBy: (patientBy: string | undefined) =>
      setRound(({ patientBy: _before, ...rest }) => ({ ...rest, ...(patientBy ? { patientBy } : {}) })),
    done: () => {
      setStop(undefined)
      setRound((before) => ({ ...before, picks: [] }))
    },
  }
}

export type RoundState = ReturnType<typeof useRound>
