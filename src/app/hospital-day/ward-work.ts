import { inventVital } from '../demo/invent-findings.ts'
import type { Random } from '../demo/random.ts'
import type { Desk } from './desk.ts'
import type { Sight } from './screens.ts'
import { timed } from './staff-over-http.ts'
import type { Tally } from './tally.ts'

const usual = {
  pulse: [66, 98],
  systolic: [104, 138],
  diastolic: [62, 86],
  temperature: [36.4, 38.2],
  respiration: [15, 22],
  spo2: [94, 99],
} as const

function measured(random: Random): Record<string, unknown> {
  const values = Object.entries(usual).map(
    ([key, span]) => [key, inventVital(random, span, key === 'temperature' ? 1 : 0)] as const,
  )
  return {
    ...Object.fromEntries(values),
    consciousness: 'A',
    oxygen: '0',
    confirmed: values.map(([key]) => key),
  }
}

/** A nurse writes what was measured or drunk at a bed. */
export async function nurse(day: { readonly tally: Tally }, desk: Desk, { stays, random }: Sight): Promise<void> {
  if (stays.length === 0) return
  const { encounterId } = random.pick(stays)
  if (random.chance(0.5))
    await timed(day.tally, 'ward: vital signs written', () =>
      desk.send('POST', `/api/encounters/${encounterId}/vitals`, measured(random)),
    )
  else
    await timed(day.tally, 'ward: fluid written', () =>
      desk.send('POST', `/api/stays/${encounterId}/fluids`, {
        fluid: 'oral',
        millilitres: random.between(1, 5) * 50,
      }),
    )
}
