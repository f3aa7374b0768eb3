// What validation costs, everything on: `node tools/bench-validate.ts`. CPU time, so that a busy machine matters less.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseJson } from '#fhir/json.ts'
import { validateResource } from '#fhir/validate.ts'
import { structures } from '#store/definitions.ts'

const observation = {
  resourceType: 'Observation',
  id: '0190f0c5-7a37-7e2c-9d2c-1f7e2b6f6a10',
  meta: { versionId: '1', lastUpdated: '2026-11-22T06:00:00.000Z' },
  status: 'final',
  category: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/observation-category',
          code: 'vital-signs',
          display: 'Vital Signs',
        },
      ],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }], text: 'Cân nặng' },
  subject: { reference: 'Patient/0190f0c5-7a37-7e2c-9d2c-1f7e2b6f6a11', display: 'Nguyễn Thị An' },
  encounter: { reference: 'Encounter/0190f0c5-7a37-7e2c-9d2c-1f7e2b6f6a12' },
  effectiveDateTime: '2026-11-22T06:00:00+07:00',
  issued: '2026-11-22T06:00:05.123+07:00',
  performer: [{ reference: 'Practitioner/practitioner-huong' }],
  valueQuantity: { value: 62.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
}
const vital = {
  ...observation,
  meta: { ...observation.meta, profile: ['http://hl7.org/fhir/StructureDefinition/bodyweight'] },
}

function microseconds(resources: readonly unknown[], rounds: number): number {
  const start = process.cpuUsage()
  for (let round = 0; round < rounds; round++) for (const one of resources) validateResource(structures, one)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / (rounds * resources.length)
}

function tell(name: string, resources: readonly unknown[], rounds: number): void {
  const first = microseconds(resources, 1)
  const bytes = resources.reduce<number>((sum, one) => sum + JSON.stringify(one).length, 0) / resources.length
  const runs = Array.from({ length: 5 }, () => microseconds(resources, rounds)).sort((a, b) => a - b)
  console.log(
    `${name}: ${runs[2]?.toFixed(1)} us (best ${runs[0]?.toFixed(1)}), ${bytes.toFixed(0)} bytes; first run ${first.toFixed(0)} us`,
  )
}

tell('Observation', [observation], 20_000)
tell('Observation with the profile bodyweight', [vital], 10_000)
const bundles = join(import.meta.dirname, '../../shared/data/fhir/synthea/bundles')
if (existsSync(bundles)) {
  const resources = globSync('*.json', { cwd: bundles })
    .slice(0, 6)
    .flatMap(
      (file) => (parseJson(readFileSync(join(bundles, file), 'utf8')) as { entry: { resource: unknown }[] }).entry,
    )
    .map((entry) => entry.resource)
  tell(`${resources.length} resources of Synthea`, resources, 3)
} else console.log('Synthea: ../shared is not on this machine')
