import { readFileSync } from 'node:fs'
import type { Both, Level } from './domain/alert.ts'
import {
  coveredChecks,
  type DoseRow,
  type Knowledge,
  type Names,
  namesOf,
  type RuleRow,
} from './domain/knowledge.ts'
import { drugRules } from './drug-rules.ts'

type Line = Readonly<Record<string, string>>

function table(name: string): Line[] {
  const text = readFileSync(new URL(`../../../data/rules/medicines/${name}.tsv`, import.meta.url), 'utf8')
  const [head = '', ...lines] = text.trim().split(/\r?\n/)
  const columns = head.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    if (cells.length > columns.length) throw new Error(`${name}.tsv: too many cells in ${line.slice(0, 60)}`)
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
  })
}

const levels = new Set(['note', 'warning', 'stop'])
const modes = new Set(['on', 'dry', 'off'])
const marks = new Set(['S', 'P', 'K'])

function common(line: Line): RuleRow {
  const { id = '', level = '', mode = '', confidence = '' } = line
  if (!marks.has(confidence)) throw new Error(`data/rules/medicines: row ${id} has no mark of confidence`)
  if (id === '' || !levels.has(level) || !modes.has(mode) || !line['source'] || !line['validFrom'])
    throw new Error(`data/rules/medicines: row ${id} lacks level, mode, source or validFrom`)
  return {
    id,
    level: level as Level,
    overridable: line['overridable'] === 'yes',
    source: line['source'],
    confidence,
    mode: mode as RuleRow['mode'],
    validFrom: line['validFrom'],
    validTo: line['validTo'] || '9999-12-31',
  }
}

const both = (line: Line, column: string): Both => ({
  vi: line[column] ?? '',
  en: line[`${column}En`] ?? '',
})

function numberIn(line: Line, column: string): number | undefined {
  const text = line[column]
  if (!text) return undefined
  const value = Number(text)
  if (Number.isNaN(value)) throw new Error(`data/rules/medicines: ${line['id']}: ${column} is no number`)
  return value
}

const list = (line: Line, column: string) => (line[column] ?? '').split(';').filter(Boolean)
const ingredient = (line: Line) => line['ingredient'] ?? ''

function readDose(line: Line): DoseRow {
  return {
    ...common(line),
    ingredient: ingredient(line),
    way: line['way'] as DoseRow['way'],
    fromMonths: numberIn(line, 'fromMonths') ?? 0,
    toMonths: numberIn(line, 'toMonths') ?? 99_999,
    unit: line['unit'] === 'IU' ? 'IU' : 'mg',
    maxDose: numberIn(line, 'maxDose'),
    maxDay: numberIn(line, 'maxDay'),
    maxDosePerKg: numberIn(line, 'maxDosePerKg'),
    maxDayPerKg: numberIn(line, 'maxDayPerKg'),
    minDosePerKg: numberIn(line, 'minDosePerKg'),
  }
}

function readKnowledge(): Knowledge {
  return {
    classes: table('classes').map((line) => ({
      code: line['code'] ?? '',
      name: both(line, 'name'),
      substances: list(line, 'substances'),
    })),
    interactions: table('interactions').map((line) => ({
      ...common(line),
      a: line['a'] ?? '',
      b: line['b'] ?? '',
      effect: both(line, 'effect'),
      action: both(line, 'action'),
    })),
    doses: table('doses').map(readDose),
    renal: table('renal').map((line) => ({
      ...common(line),
      ingredient: ingredient(line),
      below: numberIn(line, 'below') ?? 0,
      maxDay: numberIn(line, 'maxDay'),
      advice: both(line, 'advice'),
    })),
    states: table('states').map((line) => ({
      ...common(line),
      ingredient: ingredient(line),
      state: line['state'] === 'breastfeeding' ? 'breastfeeding' : 'pregnancy',
      fromWeek: numberIn(line, 'fromWeek') ?? 0,
      toWeek: numberIn(line, 'toWeek') ?? 45,
      text: both(line, 'text'),
      action: both(line, 'action'),
    })),
    contraindications: table('contraindications').map((line) => ({
      ...common(line),
      ingredient: ingredient(line),
      icd: list(line, 'icd'),
      belowMonths: numberIn(line, 'belowMonths'),
      text: both(line, 'text'),
      action: both(line, 'action'),
    })),
    insurance: table('insurance').map((line) => ({
      ...common(line),
      ingredient: ingredient(line),
      icd: list(line, 'icd'),
      text: both(line, 'text'),
    })),
    coverage: table('coverage').map((line) => ({
      ingredient: ingredient(line),
      checks: coveredChecks.filter((check) => list(line, 'checks').includes(check)),
    })),
  }
}

let read: { readonly knowledge: Knowledge; readonly names: Names } | undefined

/** The tables of data/rules/medicines, read at the first use and kept. */
export function medicineKnowledge(): { readonly knowledge: Knowledge; readonly names: Names } {
  if (!read) {
    const knowledge = readKnowledge()
    read = { knowledge, names: namesOf(knowledge, drugRules().substances) }
  }
  return read
}
