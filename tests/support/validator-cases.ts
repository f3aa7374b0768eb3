import { parseJson } from '#fhir/json.ts'
import { suppliedFrom } from '#fhir/profile/supplied.ts'
import { type Issue, validateResource } from '#fhir/validate.ts'
import { readXml } from '#fhir/xml/read-xml.ts'
import { structures } from '#store/definitions.ts'
import { sharedLines } from './conformance.ts'

interface Fault {
  readonly text?: string
}
interface Line {
  readonly name: string
  readonly file: string
  readonly valid_against_base: boolean
  readonly errors: readonly Fault[]
  readonly supporting?: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
  readonly content?: string
  readonly content_base64?: string
  readonly profile?: {
    readonly source: string
    readonly supporting?: readonly string[] | null
    readonly errors?: readonly Fault[]
  }
}

/** One verdict that the reference validator gave: a resource against its type, or against a profile. */
export interface ValidatorCase {
  readonly id: string
  readonly valid: boolean
  readonly errors: readonly string[]
  /** Faults found here; a text that cannot be read is one. */
  run(): readonly string[]
}

/** Errors that only a server of SNOMED CT, LOINC and the like can find. */
const external = /Wrong Display Name|snomed|loinc|rxnorm|Terminology/i

export const needsTerminology = ({ valid, errors }: ValidatorCase): boolean =>
  !valid && errors.length > 0 && errors.every((text) => external.test(text))

export function validatorCases(): readonly ValidatorCase[] {
  const supporting = new Map(
    sharedLines('invalid/validator-r4-supporting.ndjson').map((line) => {
      const { file, content } = JSON.parse(line) as { file: string; content: string }
      return [file, content]
    }),
  )
  const lines = ['base', 'profiles'].flatMap((name) => sharedLines(`invalid/validator-r4-${name}.ndjson`))
  return lines.flatMap((line, at) => casesOf(JSON.parse(line) as Line, at, supporting))
}

function casesOf(line: Line, at: number, supporting: ReadonlyMap<string, string>): readonly ValidatorCase[] {
  const { name, errors, profile } = line
  const id = `${at + 1} ${name}`
  const run = (files: readonly string[], asked?: string) => () => faults(line, files, supporting, asked)
  const base: ValidatorCase = {
    id,
    valid: line.valid_against_base,
    errors: textsOf(errors),
    run: run(line.supporting ?? []),
  }
  if (!profile?.errors) return [base]
  const files = [...(line.supporting ?? []), ...(profile.supporting ?? []), profile.source]
  const against: ValidatorCase = {
    id: `${id} (profile)`,
    valid: line.valid_against_base && profile.errors.length === 0,
    errors: textsOf(profile.errors),
    run: run(files, profile.source),
  }
  return [base, against]
}

const textsOf = (errors: readonly Fault[]) => errors.map(({ text }) => text ?? '')

function read(file: string, text: string): unknown {
  return file.endsWith('.xml') ? readXml(structures, text) : parseJson(text)
}

function faults(
  line: Line,
  files: readonly string[],
  supporting: ReadonlyMap<string, string>,
  asked: string | undefined,
): readonly string[] {
  const text = line.content ?? Buffer.from(line.content_base64 ?? '', 'base64').toString()
  const given = new Map(files.map((file) => [file, readable(file, supporting.get(file))]))
  const url = (given.get(asked ?? '') as { url?: string } | undefined)?.url
  try {
    const { issues } = validateResource(structures, read(line.file, text), {
      full: true,
      noMarkup: line.options['security-checks'] === true,
      ...suppliedFrom([...given.values()]),
      ...(url === undefined ? {} : { profiles: [url] }),
    })
    return issues.filter(isError).map((one) => `${one.path} ${one.text}`)
  } catch (error) {
    return [(error as Error).message]
  }
}

/** Some supporting files are not valid themselves; the reference validator reads what it can of them. */
function readable(file: string, text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : read(file, text)
  } catch {
    return undefined
  }
}

const isError = (one: Issue) => one.severity === 'error'
