import type { CodeSystem, Parameters, ParametersParameter, ValueSet } from '@medplum/fhirtypes'
import { failures } from './issues.ts'
import { type Languages, readLanguages } from './languages.ts'
import type { VersionRules } from './resolve.ts'
import { splitCanonical } from './versions.ts'

/** Inputs of an operation by name. */
export class Inputs {
  readonly #all: readonly ParametersParameter[]

  constructor(parameters: Parameters) {
    this.#all = parameters.parameter ?? []
  }

  find(name: string): ParametersParameter | undefined {
    return this.#all.find((one) => one.name === name)
  }

  all(name: string): readonly ParametersParameter[] {
    return this.#all.filter((one) => one.name === name)
  }

  text(name: string): string | undefined {
    return textOf(this.find(name))
  }

  texts(name: string): readonly string[] {
    return this.all(name).flatMap((one) => textOf(one) ?? [])
  }

  flag(name: string): boolean | undefined {
    const one = this.find(name)
    if (!one) return undefined
    return one.valueBoolean ?? textOf(one) === 'true'
  }

  number(name: string): number | undefined {
    const text = textOf(this.find(name))
    return text === undefined ? undefined : Number(text)
  }

  resource<T extends CodeSystem | ValueSet>(name: string, type: T['resourceType']): T | undefined {
    const resource = this.find(name)?.resource
    return resource?.resourceType === type ? (resource as T) : undefined
  }
}

export function textOf(one: ParametersParameter | undefined): string | undefined {
  if (!one) return undefined
  for (const [key, value] of Object.entries(one))
    if (key.startsWith('value') && (typeof value !== 'object' || 'rawJSON' in (value as object)))
      return String(value)
  return undefined
}

export function versionRules(inputs: Inputs): VersionRules {
  const byUrl = (name: string) => {
    const pairs = inputs.texts(name).map((canonical) => {
      const { url, version } = splitCanonical(canonical)
      if (version === undefined) throw failures.invalid(`${name} needs url|version, not '${canonical}'`)
      return [url, version] as const
    })
    return new Map(pairs)
  }
  return {
    force: byUrl('force-system-version'),
    standard: byUrl('system-version'),
    check: byUrl('check-system-version'),
  }
}

/** The language to show: asked for, of the value set, or of the client. */
export function languagesOf(
  inputs: Inputs,
  set: ValueSet | undefined,
  header: string | undefined,
): Languages | undefined {
  const asked = inputs.text('displayLanguage')
  if (asked !== undefined) {
    const read = readLanguages(asked)
    if (!read) throw failures.languageInvalid(asked)
    return read
  }
  const text = parameterOfSet(set, 'displayLanguage') ?? set?.language ?? header
  return text === undefined ? undefined : readLanguages(text)
}

const expansionParameter = 'http://hl7.org/fhir/StructureDefinition/valueset-expansion-parameter'

/** An expansion parameter that the value set itself names. */
function parameterOfSet(set: ValueSet | undefined, name: string): string | undefined {
  for (const one of set?.compose?.extension ?? []) {
    if (one.url !== expansionParameter) continue
    const part = (url: string) => one.extension?.find((inner) => inner.url === url)
    if ((part('name')?.valueCode ?? part('name')?.valueString) === name)
      return part('value')?.valueCode ?? part('value')?.valueString
  }
  return undefined
}

const supplementExtension = 'http://hl7.org/fhir/StructureDefinition/valueset-supplement'

export function supplementNames(inputs: Inputs, set: ValueSet | undefined): readonly string[] {
  const named = (set?.extension ?? []).filter((one) => one.url === supplementExtension)
  return [...inputs.texts('useSupplement'), ...named.flatMap((one) => one.valueCanonical ?? one.valueUri ?? [])]
}
