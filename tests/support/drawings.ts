import { type DrawingKind, drawingSvg, isDrawingKind, specs } from '#kernel/drawing/index.ts'

/** Values of the kinds that keep more than parts and marks. */
export const sampleCharts: Readonly<Partial<Record<DrawingKind, unknown>>> = {
  'burn-body': {
    ageMonths: 30,
    areas: { 'front.trunk': { II: 4.5, III: 3 }, 'back.left.thigh': { I: 1, IV: 1 } },
  },
  teeth: {
    teeth: { 16: { states: ['mobile2'], surfaces: { O: 'caries' } }, 85: { states: ['missing'], note: 'x' } },
  },
  'fetal-lie': { lie: 'breech', back: 'left', presentation: 'breech', position: 'RP', note: 'x' },
  growth: { sex: 'male', measure: 'weight', points: [{ x: 200, y: 7.2 }] },
  partograph: {
    start: '22:30',
    rows: [{ h: 0, cervix: 5, descent: 4, contractions: 3, fetalHeart: 140, fluid: 'C' }],
  },
}

/** A small drawing of any kind as it is stored: its first part with a note, a text by hand, the values of its kind. */
export function sampleDrawing(name: string, note: string, byHand: string): { data: string; picture: string } {
  if (!isDrawingKind(name)) throw new Error(`no drawing ${name}`)
  const { regions, states } = specs[name].plan
  const [region, state] = [regions[0], states[0]]
  const data = JSON.stringify({
    v: 1,
    ...(region && state ? { regions: { [region.id]: { state: state.code, note } } } : {}),
    marks: [{ t: 'text', c: 'black', x: 20, y: 20, text: region && state ? byHand : `${byHand} ${note}` }],
    chart: sampleCharts[name],
  })
  return { data, picture: Buffer.from(drawingSvg(name, data)).toString('base64') }
}
