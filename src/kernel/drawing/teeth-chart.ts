import { drawingErrors } from './errors.ts'
import type { ChartSpec } from './spec.ts'
import { drawTeeth } from './teeth-picture.ts'
import { isDeciduous, surfaces, teeth } from './tooth-numbers.ts'
import {
  type SurfaceState,
  surfaceStates,
  type TeethChart,
  type Tooth,
  type ToothState,
  toothStates,
} from './tooth-states.ts'
import { fieldsOf, listOf, maybeText, oneOf } from './values.ts'

const stateNames = Object.keys(toothStates) as ToothState[]
const surfaceStateNames = Object.keys(surfaceStates) as SurfaceState[]
const noteLimit = 120

function readTooth(number: string, value: unknown): Tooth {
  if (!teeth.includes(number)) throw drawingErrors.unknownRegion({ kind: 'teeth', region: number.slice(0, 40) })
  const raw = fieldsOf(value, `teeth.${number}`)
  const states = listOf(raw['states'], `teeth.${number}.states`, stateNames.length)
  const found = Object.entries(fieldsOf(raw['surfaces'] ?? {}, `teeth.${number}.surfaces`))
  const note = maybeText(raw['note'], `teeth.${number}.note`, noteLimit)
  return {
    states: [...new Set(states.map((one) => oneOf(one, `teeth.${number}.states`, stateNames)))],
    surfaces: Object.fromEntries(
      found.map(([surface, state]) => [
        oneOf(surface, `teeth.${number}.surfaces`, surfaces),
        oneOf(state, `teeth.${number}.surfaces.${surface.slice(0, 8)}`, surfaceStateNames),
      ]),
    ),
    ...(note ? { note } : {}),
  }
}

const says = ({ states, surfaces: found, note }: Tooth) =>
  states.length > 0 || Object.keys(found).length > 0 || note !== undefined

function read(value: unknown): TeethChart {
  if (value === undefined) return { teeth: {} }
  const given = fieldsOf(fieldsOf(value, 'chart')['teeth'] ?? {}, 'teeth')
  const read = Object.entries(given).map(([number, one]) => [number, readTooth(number, one)] as const)
  return { teeth: Object.fromEntries(read.filter(([, one]) => says(one))) }
}

const isGone = ({ states }: Tooth) => states.some((one) => one === 'missing' || one === 'missing-other')

function isDecayed(tooth: Tooth): boolean {
  const found = Object.values(tooth.surfaces)
  return (
    !isGone(tooth) && (tooth.states.includes('root') || found.includes('caries') || found.includes('recurrent'))
  )
}

function isFilled(tooth: Tooth): boolean {
  const restored = tooth.states.includes('crown') || Object.values(tooth.surfaces).includes('filled')
  return restored && !isGone(tooth) && !isDecayed(tooth)
}

/**
 * Decayed, missing and filled teeth. A tooth counts once, decay before filling; only teeth lost by caries are missing.
 *
 * @see WHO: Oral health surveys, basic methods, 5th edition, 2013, section on dentition status
 */
export function countDmft({ teeth: all }: TeethChart, deciduous: boolean) {
  const set = Object.entries(all)
    .filter(([number]) => isDeciduous(number) === deciduous)
    .map(([, one]) => one)
  const decayed = set.filter(isDecayed).length
  const missing = set.filter((one) => one.states.includes('missing')).length
  const filled = set.filter(isFilled).length
  return { decayed, missing, filled, total: decayed + missing + filled }
}

/** Teeth of both dentitions with the states of each tooth and surface. */
export const teethChart: ChartSpec<TeethChart> = {
  read,
  isEmpty: (chart) => Object.keys(chart.teeth).length === 0,
  draw: drawTeeth,
  figures: (chart) => {
    const [permanent, deciduous] = [countDmft(chart, false), countDmft(chart, true)]
    return {
      dmft: permanent.total,
      decayed: permanent.decayed,
      missing: permanent.missing,
      filled: permanent.filled,
      dmftDeciduous: deciduous.total,
    }
  },
}
