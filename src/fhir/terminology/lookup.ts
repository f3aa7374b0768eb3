import type { Parameters, ParametersParameter } from '@medplum/fhirtypes'
import { type Concept, type ConceptProperty, propertyValue } from './concept.ts'
import type { Asked, Limits } from './expand.ts'
import { failures, type TerminologyError } from './issues.ts'
import { displayFor, preferredForLanguage } from './languages.ts'
import { Inputs, languagesOf, supplementNames, versionRules } from './parameters.ts'
import type { CodeProvider } from './provider.ts'
import { findSupplements, pickProvider, wantedVersion } from './resolve.ts'
import type { TerminologySource } from './source.ts'
import { supplementsFor, withSupplements } from './supplement.ts'
import { answerFor, makeChecking } from './validate-code.ts'
import { canonicalOf } from './versions.ts'

/** `$lookup`. http://hl7.org/fhir/R4/codesystem-operation-lookup.html */
export async function lookup(source: TerminologySource, asked: Asked): Promise<Parameters> {
  const inputs = new Inputs(asked.parameters)
  const coding = inputs.find('coding')?.valueCoding
  const [system, code] = [inputs.text('system') ?? coding?.system, inputs.text('code') ?? coding?.code]
  if (system === undefined || code === undefined) throw failures.invalid('Say system and code, or coding')
  const supplements = await findSupplements(source, supplementNames(inputs, undefined))
  const picked = await providerFor(source, inputs, system, inputs.text('version') ?? coding?.version)
  const provider = withSupplements(picked, supplements)
  const concept = await provider.find(code)
  if (!concept) throw unknownCode(code, provider)
  const wanted = new Set(inputs.texts('property'))
  const { head } = provider
  const display = displayFor(head, concept, languagesOf(inputs, undefined, asked.language))
  const parameter: ParametersParameter[] = [{ name: 'name', valueString: head.name ?? head.title ?? head.url }]
  if (head.version !== undefined) parameter.push({ name: 'version', valueString: head.version })
  if (display !== undefined) parameter.push({ name: 'display', valueString: display })
  parameter.push({ name: 'code', valueCode: concept.code }, { name: 'system', valueUri: head.url })
  if (concept.definition !== undefined) parameter.push({ name: 'definition', valueString: concept.definition })
  parameter.push({ name: 'abstract', valueBoolean: concept.abstract })
  parameter.push(...designationParts(provider, concept), ...(await propertyParts(provider, concept, wanted)))
  for (const one of supplementsFor(picked, supplements))
    parameter.push({ name: 'used-supplement', valueCanonical: canonicalOf(one.url ?? '', one.version) })
  return { resourceType: 'Parameters', parameter }
}

/** `$validate-code` of a code system. */
export async function validateInSystem(
  source: TerminologySource,
  asked: Asked,
  limits: Limits,
): Promise<Parameters> {
  return answerFor(await makeChecking(source, asked, undefined, limits), new Inputs(asked.parameters))
}

/** `$subsumes`. http://hl7.org/fhir/R4/codesystem-operation-subsumes.html */
export async function subsumes(source: TerminologySource, asked: Asked): Promise<Parameters> {
  const inputs = new Inputs(asked.parameters)
  const [a, b] = [inputs.find('codingA')?.valueCoding, inputs.find('codingB')?.valueCoding]
  const system = inputs.text('system') ?? a?.system ?? b?.system
  const [codeA, codeB] = [inputs.text('codeA') ?? a?.code, inputs.text('codeB') ?? b?.code]
  if (system === undefined || codeA === undefined || codeB === undefined)
    throw failures.invalid('Say system, codeA and codeB, or codingA and codingB')
  if ((a?.system ?? system) !== system || (b?.system ?? system) !== system)
    throw failures.invalid('Codes of two systems cannot be compared')
  const provider = await providerFor(source, inputs, system, inputs.text('version') ?? a?.version)
  for (const code of [codeA, codeB]) if (!(await provider.find(code))) throw unknownCode(code, provider)
  const outcome = await relation(provider, codeA, codeB)
  return { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: outcome }] }
}

async function relation(provider: CodeProvider, codeA: string, codeB: string): Promise<string> {
  if (codeA === codeB) return 'equivalent'
  if ((await provider.ancestors(codeB)).has(codeA)) return 'subsumes'
  return (await provider.ancestors(codeA)).has(codeB) ? 'subsumed-by' : 'not-subsumed'
}

async function providerFor(
  source: TerminologySource,
  inputs: Inputs,
  system: string,
  version: string | undefined,
): Promise<CodeProvider> {
  const known = await source.codeSystems(system)
  const wanted = wantedVersion(versionRules(inputs), system, version)
  const provider = pickProvider(known, wanted.version)
  if (provider) return provider
  const of = wanted.version === undefined ? '' : ` version '${wanted.version}'`
  throw failures.notFound(`A definition for CodeSystem '${system}'${of} could not be found`)
}

function unknownCode(code: string, { head }: CodeProvider): TerminologyError {
  const of = head.version === undefined ? '' : ` version '${head.version}'`
  return failures.notFound(`Unknown code '${code}' in the CodeSystem '${head.url}'${of}`)
}

function designationParts({ head }: CodeProvider, concept: Concept): ParametersParameter[] {
  const own =
    concept.display === undefined || head.language === undefined
      ? []
      : [{ language: head.language, use: { ...preferredForLanguage }, value: concept.display }]
  return [...own, ...concept.designations].map((one) => ({
    name: 'designation',
    part: [
      ...(one.language === undefined ? [] : [{ name: 'language', valueCode: one.language }]),
      ...(one.use === undefined
        ? []
        : [{ name: 'use', valueCoding: { ...one.use, display: one.use.display ?? one.use.code ?? '' } }]),
      { name: 'value', valueString: one.value },
      ...('source' in one && one.source !== undefined ? [{ name: 'source', valueCanonical: one.source }] : []),
    ],
  }))
}

/** Properties that were asked for; parents and children are among them. */
async function propertyParts(
  provider: CodeProvider,
  concept: Concept,
  wanted: ReadonlySet<string>,
): Promise<ParametersParameter[]> {
  const isWanted = (code: string) => wanted.has(code) || wanted.has('*')
  const own = concept.properties.filter((one) => isWanted(one.code) && one.code !== 'inactive').map(propertyPart)
  const parts = [...own, propertyPart({ code: 'inactive', valueBoolean: concept.inactive })]
  for (const [name, codes] of [
    ['parent', concept.parents],
    ['child', concept.children],
  ] as const) {
    if (!isWanted(name)) continue
    const known = await provider.findAll(codes.slice(0, 1000))
    for (const code of codes.slice(0, 1000)) {
      const display = known.get(code)?.display
      const part = propertyPart({ code: name, valueCode: code })
      part.part?.splice(1, 0, ...(display === undefined ? [] : [{ name: 'description', valueString: display }]))
      if (!own.some((one) => one.part?.[0]?.valueCode === name && one.part[1]?.valueCode === code))
        parts.push(part)
    }
  }
  return parts
}

function propertyPart(property: ConceptProperty): ParametersParameter {
  const [key = 'valueString', value] = Object.entries(property).find(([name]) => name.startsWith('value')) ?? []
  return {
    name: 'property',
    part: [
      { name: 'code', valueCode: property.code },
      { name: 'value', [key]: value ?? propertyValue(property) },
    ],
  } as ParametersParameter
}
