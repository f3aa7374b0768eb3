import { journalParameters } from '#modules/audit/index.ts'
import type { Context } from '#platform/context.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { compartmentCodes, parameters, parametersOf, structures } from '#store/definitions.ts'
import { knownParameters } from '#store/search/known-names.ts'
import { functionalLists } from '#store/search/lists.ts'
import { interactions } from './interactions.ts'
import { patchFormats } from './patch.ts'

export interface CapabilityParts {
  readonly base: string
  readonly startedAt: Date
  readonly operations: readonly FhirOperation[]
}

/** Route → code of http://hl7.org/fhir/R4/valueset-type-restful-interaction.html */
const typeCodes: Readonly<Record<string, string>> = {
  'GET /:type/:id': 'read',
  'GET /:type/:id/_history/:version': 'vread',
  'PUT /:type/:id': 'update',
  'PATCH /:type/:id': 'patch',
  'DELETE /:type/:id': 'delete',
  'GET /:type/:id/_history': 'history-instance',
  'GET /:type/_history': 'history-type',
  'POST /:type': 'create',
  'GET /:type': 'search-type',
}
const systemCodes: Readonly<Record<string, string>> = {
  'GET /_history': 'history-system',
  'GET /': 'search-system',
}

const codesOf = (codes: Readonly<Record<string, string>>) =>
  interactions.flatMap(({ method, path }) => {
    const code = codes[`${method} ${path}`]
    return code === undefined ? [] : [{ code }]
  })

/** What this server does, made from what runs. http://hl7.org/fhir/R4/http.html#capabilities */
export function capabilityStatement(ctx: Context, { base, startedAt, operations }: CapabilityParts) {
  return {
    resourceType: 'CapabilityStatement',
    url: `${base}/metadata`,
    name: 'LanOng',
    status: 'active',
    date: startedAt.toISOString(),
    kind: 'instance',
    software: { name: 'Lãn Ông', version: '0.1.0' },
    implementation: { description: 'Lãn Ông hospital record system', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml', 'json', 'xml'],
    patchFormat: patchFormats,
    rest: [
      {
        mode: 'server',
        documentation: whatIsMissing(),
        security: {
          cors: ctx.config.corsOrigins !== undefined,
          service: [
            {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'OAuth' },
              ],
            },
          ],
          description: 'OAuth 2.1 client credentials, or the session of the application',
        },
        resource: publishedTypes.map((type) => resourceEntry(ctx, type, operations)),
        interaction: [{ code: 'transaction' }, { code: 'batch' }, ...codesOf(systemCodes)],
        ...operationList(operations.filter((one) => one.levels.includes('system'))),
        compartment: compartments,
      },
    ],
  }
}

/** Types of later versions that are used inside others have no address of their own in R4. */
const publishedTypes = Object.keys(structures.resourceTypes).filter(
  (type) => structures.inValueSet('http://hl7.org/fhir/ValueSet/resource-types', undefined, type) !== false,
)

const compartments = Object.keys(structures.resourceTypes)
  .filter((type) => Object.keys(compartmentCodes(type)).length > 0)
  .map((type) => `http://hl7.org/fhir/CompartmentDefinition/${type.toLowerCase()}`)

/** What a client may look for and does not find. */
function whatIsMissing(): string {
  const missing = parameters
    .unsupported()
    .map((one) => `${one.base}.${one.code} (${one.reason})`)
    .join(', ')
  return [
    'History takes _since, _at, _list, _sort, _count; a PUT takes If-None-Match: * to create only.',
    `_list takes ${functionalLists.join(', ')} beside lists that are stored; there is no named query (_query).`,
    '_contained: up to 20,000 matching contained resources; chains look into them, _has does not.',
    '_sort by a token, reference or URI first: up to 20,000 candidates, as no index holds their words.',
    '_content: up to 200,000 resources that hold the words, 20,000 when they are counted; NOT alone up to 20,000 resources of a type.',
    'Behind the first key of _sort up to 200,000 resources with the same value are sorted, 20,000 when a further key is a token, reference or URI.',
    'A bulk export is organized by type or by Patient.',
    'A conditional delete takes several resources only with _count.',
    'Bundles in a transaction answer minimally unless Prefer asks for more.',
    missing === '' ? 'Every search parameter of R4 runs.' : `Search parameters that do not run: ${missing}.`,
  ].join(' ')
}

function operationList(operations: readonly FhirOperation[]) {
  if (operations.length === 0) return {}
  return {
    operation: operations.map(({ name, definition, documentation }) => ({
      name,
      definition,
      ...(documentation === undefined ? {} : { documentation }),
    })),
  }
}

/** Operations of a type or its instances; those for every type stand there too. */
function isOfType(one: FhirOperation, type: string): boolean {
  if (one.types !== undefined) return one.types.includes(type)
  return one.levels.some((level) => level !== 'system')
}

/** The journal is read as AuditEvent; who holds audit.read may. */
const journalEntry = {
  type: 'AuditEvent',
  profile: 'http://hl7.org/fhir/StructureDefinition/AuditEvent',
  documentation:
    'Events of the journal, newest first, for who may read it; made from what is stored, written by nobody. Reading them is an event.',
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  versioning: 'no-version',
  readHistory: false,
  updateCreate: false,
  conditionalCreate: false,
  conditionalRead: 'not-supported',
  conditionalUpdate: false,
  conditionalDelete: 'not-supported',
  searchParam: journalParameters,
}

function resourceEntry(ctx: Context, type: string, operations: readonly FhirOperation[]) {
  if (type === journalEntry.type) return journalEntry
  const known = [...parametersOf(ctx.facility, type).values()]
  const references = known.filter((one) => one.kind === 'reference').map((one) => `${type}:${one.code}`)
  return {
    type,
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    interaction: codesOf(typeCodes),
    versioning: ctx.config.fhirUpdatesNeedVersion ? 'versioned-update' : 'versioned',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'multiple',
    referencePolicy: ['literal', 'logical', 'enforced', 'local'],
    ...(references.length === 0 ? {} : { searchInclude: references }),
    ...revIncludes(type),
    searchParam: knownParameters(type, ctx.facility).map(({ code, kind }) => ({ name: code, type: kind })),
    ...operationList(operations.filter((one) => isOfType(one, type))),
  }
}

let referring: ReadonlyMap<string, readonly string[]> | undefined

/** Reference parameters of other types that may lead to a type; found once. */
function revIncludes(type: string) {
  referring ??= findReferring()
  const found = referring.get(type)
  return found ? { searchRevInclude: found } : {}
}

function findReferring(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const source of Object.keys(structures.resourceTypes))
    for (const one of parameters.of(source).values())
      if (one.kind === 'reference')
        for (const target of one.targets)
          found.set(target, [...(found.get(target) ?? []), `${source}:${one.code}`])
  return found
}
