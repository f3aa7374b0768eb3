import type { Measured, RawStatement } from './workloads.ts'

/** One line of the table: our figure beside the limit measured in the same run. */
export interface Row {
  readonly workload: string
  readonly ours: string
  readonly limit: string
  readonly share: string
  readonly goal: string
  readonly floor: string
  readonly spread: string
  readonly verdict: 'goal' | 'floor' | 'MISSED' | '–'
}

const whole = (n: number) => Math.round(n).toLocaleString('en')
const two = (n: number) => n.toFixed(2)

export function shareRow(
  workload: string,
  of: { ours: number; again: number; limit: number; goal: number; floor: number; unit: string; limitUnit: string },
): Row {
  const share = (of.ours + of.again) / 2 / of.limit
  return {
    workload,
    ours: `${whole(of.ours)}, ${whole(of.again)} ${of.unit}`,
    limit: `${whole(of.limit)} ${of.limitUnit}`,
    share: two(share),
    goal: `≥ ${two(of.goal)}`,
    floor: `≥ ${two(of.floor)}`,
    spread: two(of.ours / of.again),
    verdict: share >= of.goal ? 'goal' : share >= of.floor ? 'floor' : 'MISSED',
  }
}

/** Requests a second that the crud mix could reach: 9 creates, 9 reads, 18 writes with history. */
export function rawCrud(raw: Readonly<Record<string, RawStatement>>): number {
  const tps = (part: string) => Object.entries(raw).find(([name]) => name.startsWith(part))?.[1].tps ?? Number.NaN
  return 36 / (9 / tps('CREATE tx') + 9 / tps('READ by id') + 18 / tps('UPDATE tx'))
}

export function rawTps(raw: Readonly<Record<string, RawStatement>>, part: string): number {
  return Object.entries(raw).find(([name]) => name.startsWith(part))?.[1].tps ?? Number.NaN
}

/** Medplum 5.1.29 on such a machine, pages of 50, 8 connections: ../shared/bench/RESULTS.md. */
export const peer: Readonly<Record<string, number>> = {
  'token no hit': 268,
  'token status': 87,
  'token identifier': 251,
  'reference + token': 112,
  'date day': 220,
  'date birthdate': 87,
  'quantity alone': 59,
  'string prefix': 112,
  'string family+given': 208,
  'string contains': 126,
  'string address': 78,
  'chained identifier': 68,
  'chained name': 72,
  'reverse chain _has': 56,
  _include: 49,
  _revinclude: 93,
  '_sort date': 68,
  '_sort in patient': 68,
  '_lastUpdated sort': 62,
  '_total accurate': 68,
  '_summary count': 83,
  'paging 5 pages': 68,
}

/** The shapes that raw PostgreSQL was asked too. */
export const likeRaw = {
  'reference patient': 'SEARCH patient page of 50, newest first',
  'token code': 'SEARCH code page',
  'date range': 'SEARCH date range',
  quantity: 'SEARCH code + value',
  'composite code-value': 'SEARCH code + value',
} satisfies Readonly<Record<string, string>>

export function searchRows(measured: Measured, raw: Readonly<Record<string, RawStatement>>): readonly Row[] {
  return Object.entries(measured.a.ops)
    .filter(([shape]) => !shape.startsWith('ALL'))
    .map(([shape, a]) => {
      const again = measured.b.ops[shape]?.rps ?? a.rps
      const named = `search ${shape}${a.errors ? ` (${a.errors} errors)` : ''}`
      const like = (likeRaw as Readonly<Record<string, string>>)[shape]
      if (like)
        return shareRow(named, {
          ...{ ours: a.rps, again, limit: rawTps(raw, like), goal: 0.5, floor: 0.25 },
          ...{ unit: 'req/s', limitUnit: 'raw/s' },
        })
      const medplum = peer[shape] ?? Number.NaN
      return shareRow(named, {
        ...{ ours: a.rps, again, limit: medplum, goal: 10, floor: 5 },
        ...{ unit: 'req/s', limitUnit: 'Medplum/s' },
      })
    })
}

export function table(rows: readonly Row[]): string {
  const head = ['workload', 'ours, A and A′', 'limit', 'share', 'goal', 'floor', 'A/A', '']
  const cells = rows.map((r) => [r.workload, r.ours, r.limit, r.share, r.goal, r.floor, r.spread, r.verdict])
  const line = (of: readonly string[]) => `| ${of.join(' | ')} |`
  return [line(head), line(['---', '--:', '--:', '--:', '--:', '--:', '--:', '---']), ...cells.map(line)].join(
    '\n',
  )
}
