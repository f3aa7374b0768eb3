import { readdirSync, readFileSync } from 'node:fs'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { structures } from '#store/definitions.ts'
import type { Condition, Policy } from './domain/condition.ts'

/** One file of data/access/policies: rules that hold from a day on, and why. */
export interface PolicyFile {
  readonly name: string
  readonly validFrom: string
  readonly validTo?: string
  readonly source: string
  readonly rules: readonly Policy[]
}

const folder = new URL('../../../data/access/', import.meta.url)
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T

const { classes, labels, purposes, refusable } = read<{
  readonly classes: Readonly<Record<string, readonly string[]>>
  readonly labels: Readonly<Record<string, readonly string[]>>
  readonly purposes: readonly string[]
  readonly refusable: readonly string[]
}>('words.json')

/** Codes of labels, in small letters, that restrict who may see what carries them. */
export const protectingLabels: ReadonlySet<string> = new Set(
  Object.values(labels)
    .flat()
    .map((code) => code.toLowerCase()),
)

/** Labels that people put on: of a whole patient, and of one visit. What seals for ever comes from elsewhere. */
export const labelsToPut = { Patient: labels['important'] ?? [], Encounter: labels['sensitive'] ?? [] }

/** Roles that a patient can refuse as such. */
export const refusableRoles: readonly string[] = refusable

const listed = new Set(Object.values(classes).flat())

export const knownPurposes: readonly string[] = purposes

const files: readonly PolicyFile[] = readdirSync(new URL('policies/', folder))
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => {
    const file = read<PolicyFile>(`policies/${name}`)
    return { ...file, rules: file.rules.map((rule) => ({ ...rule, when: spelt(rule.when) })) }
  })

export interface PolicySet {
  readonly policies: readonly Policy[]
  /** Where a rule comes from, by its id. */
  sourceOf(id: string): string | undefined
}

const byDay = new Map<string, PolicySet>()

/** The rules of a day in Viet Nam. */
export function policiesOn(now: Date): PolicySet {
  const today = dayInVietnam(now)
  const before = byDay.get(today)
  if (before) return before
  const valid = files.filter((file) => file.validFrom <= today && (file.validTo ?? '9999-12-31') >= today)
  const sources = new Map(valid.flatMap((file) => file.rules.map(({ id }) => [id, file.source])))
  const made = { policies: valid.flatMap((file) => file.rules), sourceOf: (id: string) => sources.get(id) }
  byDay.set(today, made)
  return made
}

/** A condition with the names of classes and groups of labels written out. */
export function spelt(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(spelt) }
  if ('any' in condition) return { any: condition.any.map(spelt) }
  if ('not' in condition) return { not: spelt(condition.not) }
  if ('type' in condition) return { type: condition.type.flatMap(typesOf) }
  if ('label' in condition) return { label: condition.label.flatMap((one) => labels[one] ?? [one]) }
  if ('patientLabel' in condition)
    return { patientLabel: condition.patientLabel.flatMap((one) => labels[one] ?? [one]) }
  return condition
}

/** Types of a class; `clinical` is every type that no class names, a whole chart, and a paper that waits for a confirmation. */
function typesOf(name: string): readonly string[] {
  if (name === 'clinical')
    return [
      'Chart',
      'PaperToConfirm',
      ...Object.keys(structures.resourceTypes).filter((type) => !listed.has(type)),
    ]
  return classes[name] ?? [name]
}
