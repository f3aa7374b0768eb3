import type { Condition, Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { present } from '#kernel/present.ts'
import { type RoundView, readRound } from '#modules/rounds/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import type { ChartFacts } from './contract.ts'
import { summaryText } from './domain/summary.ts'

const comma = (text: string) => text.replace('.', ',')

/** In full: what the minutes say goes on to papers that patients are handed. */
const shownSigns: Readonly<Record<string, string>> = {
  temperature: 'nhiệt độ',
  pulse: 'mạch',
  pressure: 'huyết áp',
  respiration: 'nhịp thở',
  saturation: 'SpO₂',
}

/** The last value of each sign: `mạch 128 /min, huyết áp 84/52 mmHg, SpO₂ 88 %`. */
const vitalsText = ({ vitals }: RoundView): string =>
  vitals
    .flatMap(({ key, unit, points }) => {
      const name = shownSigns[key]
      const last = points.at(-1)
      if (!name || !last) return []
      const value = last.low === undefined ? comma(last.value) : `${comma(last.value)}/${comma(last.low)}`
      return [`${name} ${value} ${unit}`.trim()]
    })
    .join(', ')

const results = ({ results: all, findings }: RoundView): string[] => [
  ...all.flatMap(({ name, unit, points }) => {
    const last = points.at(-1)
    return last?.flag && last.flag !== 'N' ? [`${name} ${comma(last.value)} ${unit} (${last.flag})`] : []
  }),
  ...findings.map(({ name, text }) => `${name}: ${text}`),
]

const medicines = ({ medicines: all }: RoundView): string[] =>
  all
    .filter(({ state }) => state === 'active')
    .map(({ name, detail, day }) => [name, detail, day ? `ngày ${day}` : ''].filter(Boolean).join(', '))

const course = ({ rows }: RoundView) =>
  rows
    .filter(({ state }) => state !== 'struck')
    .map(({ at, doctor, subjective, objective, assessment, plan }) => ({
      at,
      doctor,
      text: [subjective, objective, assessment, plan].filter(Boolean).join('. '),
    }))

async function diagnosisOf(ctx: Context, encounter: Encounter): Promise<string | undefined> {
  const main = [...(encounter.diagnosis ?? [])].sort((a, b) => (a.rank ?? 9) - (b.rank ?? 9))[0]
  const found = main && (await findResource<Condition>(ctx, 'Condition', idOf(main.condition)))
  const code = found?.code?.coding?.[0]?.code
  return found ? [found.code?.text, code && `(${code})`].filter(Boolean).join(' ') : undefined
}

/** The chart of a stay as those who meet about it read it, and the summary that is made of it. */
export async function chartFacts(ctx: Context, encounterId: string): Promise<ChartFacts> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const [round, diagnosis] = await Promise.all([readRound(ctx, encounterId), diagnosisOf(ctx, encounter)])
  const facts = {
    admittedAt: encounter.period?.start ?? '',
    reason: encounter.reasonCode?.[0]?.text ?? '',
    course: course(round),
    vitals: vitalsText(round),
    results: results(round),
    medicines: medicines(round),
    ...present({ diagnosis }),
  }
  const { admittedAt: _at, ...shown } = facts
  return { ...shown, day: round.day, summary: summaryText(facts) }
}
