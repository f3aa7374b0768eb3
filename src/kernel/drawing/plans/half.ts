import { moved, type Plan } from '../plan.ts'

const sides = {
  right: { vi: 'mắt phải', en: 'right eye' },
  left: { vi: 'mắt trái', en: 'left eye' },
} as const

/** One eye of a sheet that shows both side by side, for forms that ask for each eye by itself. */
export function halfOf(plan: Plan, side: keyof typeof sides): Plan {
  const width = plan.size.width / 2
  const from = side === 'right' ? 0 : width
  const shift = `translate(${-from} 0)`
  const inside = (x: number) => x > from + 8 && x < from + width - 8
  return {
    ...plan,
    title: { vi: `${plan.title.vi}, ${sides[side].vi}`, en: `${plan.title.en}, ${sides[side].en}` },
    size: { width, height: plan.size.height },
    art: [moved(-from, 0, plan.art)],
    captions: plan.captions
      .filter(({ at }) => inside(at[0]))
      .map((one) => ({ ...one, at: [one.at[0] - from, one.at[1]] as const })),
    regions: plan.regions
      .filter(({ id }) => id.startsWith(`${side}.`))
      .map((one) => ({
        ...one,
        id: one.id.slice(side.length + 1),
        at: [one.at[0] - from, one.at[1]],
        transform: one.transform ? `${shift} ${one.transform}` : shift,
      })),
  }
}
