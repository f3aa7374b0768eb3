import { readFileSync } from 'node:fs'
import type { VerbalWay } from '#fhir/order-marks.ts'
import type { Day } from '#kernel/civil-date.ts'
import type { Deadline } from './domain/deadlines.ts'
import { type ServiceKind, serviceKinds } from './domain/kinds.ts'

const file = (name: string) => readFileSync(new URL(`../../../data/orders/${name}`, import.meta.url), 'utf8')

/** What a ward orders beside tests, services and drugs; a row of data/orders/items.tsv. */
export interface WardItem {
  readonly code: string
  readonly kind: ServiceKind
  readonly name: string
  readonly nameEn: string
  readonly synonyms: readonly string[]
  readonly department: string
  readonly everyHours: number | undefined
  readonly validFrom: Day
  readonly validTo: Day
}

interface CosignRule {
  readonly way: VerbalWay
  readonly hours: number
  readonly validFrom: Day
  readonly validTo?: Day
}

function readItems(): WardItem[] {
  const rows = file('items.tsv')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split('\t'))
  return rows.flatMap(
    ([code = '', kind, name = '', nameEn = '', synonyms, department = '', detail, , from, to]) => {
      const known = serviceKinds.find((one) => one === kind)
      if (!known) return []
      const every = /everyHours=(\d+)/.exec(detail ?? '')?.[1]
      return [
        {
          code,
          kind: known,
          name,
          nameEn,
          synonyms: (synonyms ?? '').split(';').filter(Boolean),
          department,
          everyHours: every ? Number(every) : undefined,
          validFrom: from || '0000-01-01',
          validTo: to || '9999-12-31',
        },
      ]
    },
  )
}

interface OrderRules {
  readonly items: readonly WardItem[]
  readonly deadlines: readonly Deadline[]
  readonly cosign: readonly CosignRule[]
}

let read: OrderRules | undefined

/** The files of data/orders, read at the first use and kept. */
export function orderRules(): OrderRules {
  read ??= {
    items: readItems(),
    deadlines: JSON.parse(file('deadlines.json')) as Deadline[],
    cosign: JSON.parse(file('cosign.json')) as CosignRule[],
  }
  return read
}

/** Until when an order given by word must be signed for. */
export function cosignUntil(way: VerbalWay, at: Date, day: Day): Date {
  const rule = orderRules().cosign.find(
    (one) => one.way === way && one.validFrom <= day && (one.validTo ?? '9999-12-31') >= day,
  )
  return new Date(at.getTime() + (rule?.hours ?? 12) * 3_600_000)
}
