import { useCallback, useEffect, useRef, useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import { type ApiError, api, notify, t, toApiError, useCommand, useDraft } from '#web/kit/index.ts'
import type { ActView, OrderLineForm, StayOrder } from '../contract.ts'
import { usualSchedule } from '../domain/schedule-text.ts'
import type { PadItem, SetView } from '../office-contract.ts'

/** A line of the pad with what the screen shows of it. */
export interface PadLine {
  readonly line: OrderLineForm
  readonly kind: PadItem['kind']
  readonly name: string
  readonly unit?: string
  readonly routeName?: string
  readonly note?: string
  readonly favourite?: boolean
}

export interface PadAlert {
  readonly key: string
  readonly kind: string
  readonly level: 'note' | 'warning' | 'stop'
  readonly overridable: boolean
  readonly lineId: string
  readonly what: string
  readonly why: string
  readonly todo: string
  readonly source: string
  readonly confidence: string
  readonly accepted?: string
}

export interface PadChecked {
  readonly alerts: readonly PadAlert[]
  readonly uncovered: readonly {
    readonly lineId: string
    readonly drug: string
    readonly missing: readonly string[]
  }[]
  readonly basis: {
    readonly weightKg?: number
    readonly clearance?: number
    readonly formula?: string
    readonly creatinineOn?: string
    readonly pregnant?: boolean
  }
}

export interface Verbal {
  readonly way: 'spoken' | 'telephone' | 'emergency'
  readonly saidBy: string
  readonly saidByName: string
  readonly readBack: boolean
}

/** A line as it begins when something is picked: the usual dose at the usual hours. */
export function lineOf(item: PadItem): PadLine {
  const id = uuidv7()
  const { kind, code, name, drug } = item
  if (!drug)
    return {
      kind,
      name,
      favourite: item.favourite,
      line: {
        kind: kind as Exclude<PadItem['kind'], 'drug' | 'infusion'>,
        id,
        code,
        ...(item.everyHours ? { everyHours: item.everyHours } : {}),
      },
    }
  const infusion = kind === 'infusion'
  return {
    kind,
    name,
    unit: infusion ? 'mL' : drug.unit,
    routeName: drug.routeName,
    favourite: item.favourite,
    ...(drug.note ? { note: drug.note } : {}),
    line: {
      kind: 'drug',
      id,
      drugCode: code,
      dose: infusion ? 500 : (drug.usualDose ?? 1),
      schedule: infusion ? { type: 'once' } : usualSchedule(drug.timesPerDay),
      ...(infusion ? { rateMlPerHour: 80 } : {}),
    },
  }
}

export function linesOf(set: SetView): PadLine[] {
  return set.lines.filter((one) => one.applies).map(({ line, kind, name }) => ({ line, kind, name }))
}

const pauseMs = 250

/** What the server says of the lines, a moment after the last change; an older answer never replaces a newer one. */
function useChecked(path: string, lines: readonly PadLine[], replaces: string | undefined) {
  const [checked, setChecked] = useState<PadChecked>()
  const [error, setError] = useState<ApiError>()
  const turn = useRef(0)
  useEffect(() => {
    turn.current += 1
    const mine = turn.current
    if (lines.length === 0) return setChecked(undefined)
    const timer = setTimeout(() => {
      const body = { lines: lines.map((one) => one.line), ...(replaces ? { replaces } : {}) }
      api.post<PadChecked>(`${path}/check`, body).then(
        (answer) => {
          if (turn.current !== mine) return
          setChecked(answer)
          setError(undefined)
        },
        (thrown: unknown) => turn.current === mine && setError(toApiError(thrown)),
      )
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [path, lines, replaces])
  return { checked, error }
}

interface Written {
  readonly lines: readonly PadLine[]
  readonly verbal?: Verbal | undefined
  readonly replaces?: { readonly order: StayOrder; readonly reason: string } | undefined
}

/**
 * The lines that are being written, what the checks say of them, and placing them in one act; `basedOn` is the consultation
 * whose conclusion they follow.
 */
export function usePad(encounterId: string, basedOn: string | undefined) {
  const path = `/api/stays/${encodeURIComponent(encounterId)}/orders`
  const [lines, setLines] = useState<readonly PadLine[]>([])
  const [editing, setEditing] = useState<string>()
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map())
  const [verbal, setVerbal] = useState<Verbal>()
  const [replaces, setReplaces] = useState<Written['replaces']>()
  const draft = useDraft<Written>(`orders/${encounterId}`, { lines, verbal, replaces }, (saved) => {
    setLines(saved.lines)
    setVerbal(saved.verbal)
    setReplaces(saved.replaces)
  })
  const { checked, error: checkError } = useChecked(path, lines, replaces?.order.id)
  const reasonOf = (alert: PadAlert) => reasons.get(alert.key) ?? alert.accepted
  const held = (checked?.alerts ?? []).filter(
    (one) => one.level !== 'note' && !(one.overridable && (reasonOf(one)?.trim().length ?? 0) >= 3),
  )
  const reset = useCallback(() => {
    setLines([])
    setEditing(undefined)
    setReasons(new Map())
    setVerbal(undefined)
    setReplaces(undefined)
  }, [])
  const command = useCommand((body: object, act) => api.post<ActView>(path, body, act), {
    refresh: [path, '/api/orders', '/api/consultations'],
    done: (answer) => {
      notify(t('orders.pad.placed', { count: answer.placed.length, number: answer.requisition }), { tone: 'ok' })
      draft.clear()
      reset()
    },
  })
  const place = () => {
    if (lines.length === 0 || held.length > 0 || (verbal && (!verbal.saidBy || !verbal.readBack))) return
    const overrides = (checked?.alerts ?? []).flatMap((one) => {
      const reason = one.overridable && one.level !== 'note' ? reasonOf(one)?.trim() : undefined
      return reason ? [{ key: one.key, reason }] : []
    })
    const { type, id } = replaces?.order ?? {}
    void command.run({
      lines: lines.map((one) => one.line),
      overrides,
      ...(basedOn ? { basedOn } : {}),
      ...(verbal ? { verbal: { way: verbal.way, saidBy: verbal.saidBy, readBack: true } } : {}),
      ...(replaces ? { replaces: { type, id, reason: replaces.reason } } : {}),
    })
  }
  return {
    path,
    basedOn,
    draft,
    lines,
    editing,
    checked,
    held,
    verbal,
    replaces,
    busy: command.busy,
    error: command.error ?? checkError,
    reasonOf,
    edit: setEditing,
    setVerbal,
    add: (more: readonly PadLine[]) => {
      setLines((before) => [...before, ...more])
      command.clear()
      const [only] = more
      setEditing(more.length === 1 ? only?.line.id : undefined)
    },
    change: (id: string, line: OrderLineForm) =>
      setLines((before) => before.map((one) => (one.line.id === id ? { ...one, line } : one))),
    remove: (id: string) => setLines((before) => before.filter((one) => one.line.id !== id)),
    accept: (key: string, reason: string) => setReasons((before) => new Map(before).set(key, reason)),
    /** Change is a stop and a new order: the line begins as the order was. */
    begin: (order: StayOrder, reason: string, line: PadLine) => {
      setLines([line])
      setReplaces({ order, reason })
      setEditing(line.line.id)
    },
    reset,
    place,
  }
}

export type Pad = ReturnType<typeof usePad>
