import type { Line, Meal, Moment } from './line.ts'
import { doseText } from './quantity.ts'

const momentWords: Record<Moment, string> = {
  MORN: 'sáng',
  NOON: 'trưa',
  AFT: 'chiều',
  EVE: 'tối',
  HS: 'trước khi ngủ',
}
const mealWords: Record<Meal, string> = { AC: 'trước ăn', C: 'trong bữa ăn', PC: 'sau ăn' }

type Dosage = Pick<Line, 'dose' | 'doseUnit' | 'timesADay' | 'everyDays' | 'moments' | 'meal' | 'asNeeded'> & {
  readonly drug: Pick<Line['drug'], 'unit' | 'route'>
}

/** How to take it, in the words of the paper: `Uống sáng 1 viên, tối 1 viên, sau ăn`. Always Vietnamese: it is printed. */
export function dosageText(line: Dosage): string {
  const dose = `${doseText(line.dose)} ${line.doseUnit ?? line.drug.unit}`
  const when =
    line.moments.length === line.timesADay
      ? line.moments.map((moment) => `${momentWords[moment]} ${dose}`).join(', ')
      : `${line.everyDays ? '' : 'ngày '}${line.timesADay} lần, mỗi lần ${dose}`
  const rhythm = line.everyDays ? (line.everyDays === 7 ? 'mỗi tuần' : `cứ ${line.everyDays} ngày`) : ''
  return [
    `${[line.drug.route.name, rhythm, when].filter(Boolean).join(' ')}`,
    line.meal ? mealWords[line.meal] : '',
    line.asNeeded ?? '',
  ]
    .filter(Boolean)
    .join(', ')
}
