import type { QuestionnaireItem } from '@medplum/fhirtypes'
import type { Block, Cell, Value } from './blocks.ts'

const heads = [
  { title: 'Xét nghiệm', weight: 2.4 },
  { title: 'Kết quả', weight: 1.2 },
  { title: 'Trị số bình thường', weight: 1.4 },
] as const

/** `Glucose (3,9-6,4)`: the range that the form prints behind the name of a test. */
const withRange = /^(.+?) \(([^()]*\d[^()]*)\)$/u

function resultOf(value: Value): string {
  if (value.kind === 'text') return value.text
  if (value.kind === 'boxes') return value.text ?? value.signs.join('')
  if (value.kind === 'blank') return ''
  const chosen = value.options.filter(({ on }) => on).map(({ text }) => text || 'X')
  const all = [...chosen, ...(value.free === null ? [] : [value.free])]
  return all.length > 0 ? all.join('; ') : value.options.map(({ text }) => text).join(' / ')
}

/** Name with its unit, result and range of one test. */
function rowOf({ label, value }: Cell): readonly [string, string, string] {
  const [, name = label, range = ''] = withRange.exec(label) ?? []
  const unit = value.kind === 'text' || value.kind === 'blank' ? value.unit : null
  return [unit ? `${name} (${unit})` : name, resultOf(value), range]
}

const letters = (text: string) => text.toLocaleLowerCase('vi')

/** Tests that the form names together, each so that it can stand alone: `APTT: Tỷ số bệnh/chứng`. */
export function testsOf({ text = '' }: QuestionnaireItem, cells: readonly Cell[]): Cell[] {
  const group = text.replace(/ \(.*$/, '')
  const [first = ''] = group.split(/[ ,]/)
  return cells.map((cell) => {
    const base = letters(withRange.exec(cell.label)?.[1] ?? cell.label)
    const tells = base.startsWith(letters(first)) || letters(text).includes(base)
    return tells ? cell : { ...cell, label: `${group}: ${cell.label}` }
  })
}

const withUnit = (cell: Cell | undefined): string => {
  const text = cell ? resultOf(cell.value) : ''
  const unit = cell?.value.kind === 'text' ? cell.value.unit : null
  return unit ? `${text} ${unit}` : text
}

/** Groups that ask the same, a line each: what was measured before and after, in columns. */
export function gridTable(groups: readonly { readonly name: string; readonly cells: readonly Cell[] }[]): Block[] {
  if (groups.length === 0) return []
  const asked = [...new Set(groups.flatMap(({ cells }) => cells.map(({ label }) => label)))]
  const rows = groups.map(({ name, cells }) => [
    name,
    ...asked.map((label) => withUnit(cells.find((cell) => cell.label === label))),
  ])
  const columns = [{ title: '', weight: 2 }, ...asked.map((title) => ({ title, weight: 1 }))]
  return [{ kind: 'table', label: null, columns, rows, blankRows: 0 }]
}

/** Results as a laboratory writes them: a test on each line, in two columns where there are more than a few. */
export function resultsTable(cells: readonly Cell[]): Block[] {
  if (cells.length === 0) return []
  const rows = cells.map(rowOf)
  const half = cells.length > 3 ? Math.ceil(rows.length / 2) : rows.length
  const beside = half < rows.length
  return [
    {
      kind: 'table',
      label: null,
      columns: beside ? [...heads, ...heads] : heads,
      rows: rows.slice(0, half).map((row, at) => (beside ? [...row, ...(rows[half + at] ?? ['', '', ''])] : row)),
      blankRows: 0,
    },
  ]
}
