import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PlanDefinition } from '@medplum/fhirtypes'
import { type Protocol, protocolOf } from './domain/plan.ts'

const folder = fileURLToPath(new URL('../../../data/protocols/', import.meta.url))

let read: readonly Protocol[] | undefined

/** The protocols in force on a day; the files are read at the first use and kept. */
export function protocolsOn(day: string): readonly Protocol[] {
  read ??= globSync('*/*/plan.json', { cwd: folder })
    .sort()
    .map((file) => protocolOf(JSON.parse(readFileSync(folder + file, 'utf8')) as PlanDefinition))
  return read.filter((one) => one.from <= day && one.to >= day)
}
