import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import { ext } from '#fhir/systems.ts'
import type { Context, Db } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { typeNumber } from '#store/definitions.ts'
import { mayHaveMore, withinBytes } from '#store/within-bytes.ts'
import { exitErrors } from '../errors.ts'
import type { Step } from '../export/export-all.ts'
import { type Classes, classify, type Told, type Traits } from './classes.ts'
import { readDeidentifyRules } from './rules.ts'
import { type Born, bornOf, pseudonym, type Scrubber, scrub } from './walk.ts'

export interface DeidentifiedType {
  readonly type: string
  readonly expected: number
  readonly processed: number
  /** Resources of patients that could not be hidden among others, or of no patient. */
  readonly left: number
  readonly sha256: string
}

export interface DeidentifiedReport {
  readonly rules: { readonly name: string; readonly validFrom: string; readonly source: string }
  readonly types: readonly DeidentifiedType[]
  readonly anonymity: {
    readonly k: number
    readonly quasiIdentifiers: readonly string[]
    readonly patients: number
    readonly suppressed: number
    readonly smallestClass: number
    readonly classes: number
    /** Sex, year, province; sex, province; sex; nothing. */
    readonly byLevel: readonly number[]
  }
  /** Values that stayed here, by path. */
  readonly dropped: Readonly<Record<string, number>>
}

const perTurn = 500

/** Current resources of patients without who they are, as FHIR NDJSON with a report. The key is drawn for this export and lost with it. */
export async function exportDeidentified(
  ctx: Context,
  owner: Db,
  folder: string,
  { rules: name = 'research', step }: { readonly rules?: string; readonly step: Step },
): Promise<DeidentifiedReport> {
  const rules = readDeidentifyRules(name)
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw exitErrors.notEmptyFolder({ folder })
  const report = await owner
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (db) => {
      await sql`set transaction read only`.execute(db)
      const at: Context = { ...ctx, db }
      const scrubber: Scrubber = {
        rules,
        key: randomBytes(32),
        systems: new Map(Object.entries(rules.systems).map(([system, form]) => [system, new RegExp(form)])),
        isListed: await listedCodes(at),
        dropped: new Map(),
      }
      const { people, births } = await traitsOf(at, scrubber)
      const classes = classify(people, rules.k)
      const types: DeidentifiedType[] = []
      for (const [i, type] of rules.types.entries()) {
        step(type, i, rules.types.length)
        types.push(await exportType(at, scrubber, { told: classes.told, births }, { folder, type }))
      }
      return reportOf(scrubber, types, people.length, classes)
    })
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 1)}\n`)
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    detail: {
      kind: 'deidentified',
      rules: rules.name,
      resources: report.types.reduce((n, one) => n + one.processed, 0),
    },
  })
  return report
}

function reportOf(
  { rules, dropped }: Scrubber,
  types: readonly DeidentifiedType[],
  patients: number,
  { suppressed, smallest, classes, byLevel }: Classes,
): DeidentifiedReport {
  return {
    rules: { name: rules.name, validFrom: rules.validFrom, source: rules.source },
    types,
    anonymity: {
      k: rules.k,
      quasiIdentifiers: ['sex', 'year of birth', 'province'],
      patients,
      suppressed: suppressed.size,
      smallestClass: smallest,
      classes,
      byLevel,
    },
    dropped: Object.fromEntries([...dropped].sort(([, a], [, b]) => b - a)),
  }
}

/** Codes of the lists that this hospital has imported. */
async function listedCodes(ctx: Context): Promise<Scrubber['isListed']> {
  const { rows } = await sql<{ system: string; codes: string[] }>`
    select system, array_agg(distinct code) as codes from concept where facility = ${ctx.facility} group by system`.execute(
    ctx.db,
  )
  const lists = new Map(rows.map(({ system, codes }) => [system, new Set(codes)]))
  return (system, code) => lists.get(system)?.has(code) === true
}

interface People {
  readonly people: readonly Traits[]
  readonly births: ReadonlyMap<string, Born>
}

async function traitsOf(ctx: Context, scrubber: Scrubber): Promise<People> {
  const { rows } = await sql<{ id: string; content: Buffer }>`
    select id, content from resource where facility = ${ctx.facility} and type = ${typeNumber('Patient')} order by id`.execute(
    ctx.db,
  )
  const eldest = ctx.now().getUTCFullYear() - scrubber.rules.oldestAge
  const births = new Map<string, Born>()
  const people = rows.map(({ id, content }) => {
    const { gender, birthDate, address } = parseJsonBytes(content) as unknown as Patient
    const born = bornOf(scrubber, id, birthDate ?? '')
    if (born) births.set(id, born)
    const code = address?.[0]?.extension?.find(({ url }) => url === ext.province)?.valueCode ?? ''
    return {
      id,
      sex: gender === 'male' || gender === 'female' ? gender : '',
      birthYear: !born || Math.min(born.year, born.told) <= eldest ? undefined : born.told,
      province: /^\d{2}$/.test(code) ? code : '',
    }
  })
  return { people, births }
}

interface Row {
  readonly id: string
  readonly patient: string | null
  readonly content: Buffer
}

async function exportType(
  ctx: Context,
  scrubber: Scrubber,
  known: Known,
  { folder, type }: { readonly folder: string; readonly type: string },
): Promise<DeidentifiedType> {
  const sum = createHash('sha256')
  const path = join(folder, `${type}.ndjson`)
  let [expected, processed, after] = [0, 0, '']
  for (;;) {
    const asked = sql<Row>`
      select id, patient, content from resource
      where facility = ${ctx.facility} and type = ${typeNumber(type)} and id > ${after} order by id limit ${perTurn}`
    const { rows } = await withinBytes(asked).execute(ctx.db)
    expected += rows.length
    const lines = rows.flatMap((row) => lineOf(scrubber, known, type, row))
    processed += lines.length
    const bytes = Buffer.from(lines.join(''))
    sum.update(bytes)
    if (bytes.length > 0) await writeFile(path, bytes, { flag: 'a' })
    after = rows.at(-1)?.id ?? ''
    if (!mayHaveMore(rows, perTurn)) break
  }
  return { type, expected, processed, left: expected - processed, sha256: sum.digest('hex') }
}

/** What is told of each patient that leaves, and when they were born. */
interface Known extends Pick<Classes, 'told'>, Pick<People, 'births'> {}

function lineOf(scrubber: Scrubber, { told, births }: Known, type: string, row: Row): readonly string[] {
  const patient = type === 'Patient' ? row.id : (row.patient ?? '')
  const traits = told.get(patient)
  if (!traits) return []
  const resource = parseJsonBytes(row.content) as unknown as Record<string, unknown>
  const made = scrub(scrubber, resource, patient, births.get(patient))
  return [`${JSON.stringify(type === 'Patient' ? withTraits(made, scrubber, row.id, traits) : made)}\n`]
}

/** A patient is told by what the class tells, and by nothing else that the rules would keep of these traits. */
function withTraits(made: Readonly<Record<string, unknown>>, scrubber: Scrubber, id: string, told: Told) {
  const { gender: _gender, birthDate: _birth, address: _address, ...rest } = made
  return {
    ...rest,
    id: pseudonym(scrubber, 'Patient', id),
    ...(told.sex ? { gender: told.sex } : {}),
    ...(told.birthYear === undefined ? {} : { birthDate: String(told.birthYear) }),
    ...(told.province ? { address: [{ extension: [{ url: ext.province, valueCode: told.province }] }] } : {}),
  }
}
