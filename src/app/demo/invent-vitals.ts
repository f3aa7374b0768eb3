import type { Random } from './random.ts'
import type { Protagonist, Story } from './story.ts'

/** Median weight (kg) and height (cm) by completed months, rounded from the WHO growth standards. */
const growth = [
  [0, 3.4, 50],
  [3, 6.2, 61],
  [6, 7.6, 67],
  [12, 9.3, 75],
  [24, 11.8, 87],
  [36, 14, 96],
  [48, 16, 103],
  [60, 18, 110],
  [84, 22.5, 121],
  [120, 31, 138],
  [144, 39, 149],
  [180, 50, 160],
  [204, 55, 164],
] as const

function bodyOf({ ageMonths, sex }: Protagonist, random: Random): { weight: number; height: number } {
  if (ageMonths >= 216) {
    const height = sex === 'male' ? random.between(158, 174) : random.between(147, 163)
    return { height, weight: Math.round((random.between(190, 262) / 10) * (height / 100) ** 2 * 2) / 2 }
  }
  const [, weight, height] = growth.findLast(([months]) => months <= ageMonths) ?? growth[0]
  return { weight: Math.round(weight * random.between(92, 110)) / 100, height: height + random.between(-2, 2) }
}

const decimals: Readonly<Record<string, number>> = { temperature: 1 }

/** Vital signs as the nurse types them: inside the spans of the story, with the body of the person's age. */
export function inventVitals(
  story: Story,
  person: Protagonist,
  random: Random,
  body = bodyOf(person, random),
): Record<string, string | boolean> {
  const measured = Object.entries(story.vitals)
    .filter(([key]) => person.ageMonths >= 36 || (key !== 'systolic' && key !== 'diastolic'))
    .map(([key, [low, high]]) => {
      const scale = 10 ** (decimals[key] ?? 0)
      return [
        key,
        (random.between(Math.round(low * scale), Math.round(high * scale)) / scale).toFixed(decimals[key] ?? 0),
      ] as const
    })
  return {
    ...Object.fromEntries(measured),
    weight: String(Math.round(body.weight * 10) / 10),
    height: String(body.height),
    ...(person.ageMonths >= 192
      ? {
          consciousness: 'A',
          oxygen: '0',
          ...(person.sex === 'female' && story.pregnant ? { pregnant: true } : {}),
        }
      : {}),
  }
}
