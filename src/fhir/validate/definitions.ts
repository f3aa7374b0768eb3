import { type Reason, type ReasonKind, reason } from '../reason.ts'
import { conceptCodes, hasCode, isAbsolute } from './advice.ts'
import { checkConstraintPaths } from './constraint-paths.ts'
import { fault, isObject, type Json, rowOf, type Walk } from './walk.ts'

const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const tell = (walk: Walk, path: string, kind: ReasonKind, values?: Reason['values']) =>
  fault(walk, 'definition', path, { fault: reason(kind, values) })

/** Rules of code systems, value sets, maps and canonical addresses that the specification states in words. */
export function checkDefinition(walk: Walk, resource: Json, path: string): void {
  const { url, resourceType } = resource
  if (typeof url === 'string' && canonical.has(String(resourceType)) && !isAbsolute(url))
    tell(walk, `${path}.url`, 'notAbsolute')
  if (resourceType === 'CodeSystem') checkCodeSystem(walk, resource, path)
  else if (resourceType === 'ValueSet') checkValueSet(walk, resource, path)
  else if (resourceType === 'ConceptMap') checkConceptMap(walk, resource, path)
  else if (resourceType === 'StructureDefinition') checkConstraintPaths(walk, resource, path)
}

const canonical = new Set(
  (
    'ActivityDefinition CapabilityStatement CodeSystem ConceptMap GraphDefinition ImplementationGuide Library Measure ' +
    'MessageDefinition OperationDefinition PlanDefinition Questionnaire SearchParameter StructureDefinition ' +
    'StructureMap TestScript ValueSet'
  ).split(' '),
)

function checkCodeSystem(walk: Walk, system: Json, path: string): void {
  const { content, supplements } = system
  if (content === 'not-present' && system['concept'] !== undefined) tell(walk, `${path}.concept`, 'conceptsThere')
  if (supplements !== undefined && content !== 'supplement') tell(walk, `${path}.content`, 'notSupplement')
  if (content === 'supplement' && typeof supplements === 'string')
    for (const code of conceptCodes(system['concept']))
      if (hasCode(walk, supplements, code) === false)
        tell(walk, `${path}.concept`, 'noCodeOf', { code: code.slice(0, 60), system: supplements })
  checkProperties(walk, system, path)
}

const propertyBase = 'http://hl7.org/fhir/concept-properties#'

/** Types of the properties that the specification defines: http://hl7.org/fhir/R4/codesystem-concept-properties.html */
const propertyTypes: Readonly<Record<string, string>> = {
  inactive: 'boolean',
  deprecated: 'dateTime',
  deprecationDate: 'dateTime',
  retirementDate: 'dateTime',
  notSelectable: 'boolean',
  parent: 'code',
  child: 'code',
}

function checkProperties(walk: Walk, system: Json, path: string): void {
  const types = new Map<string, string>()
  const uris = new Set<string>()
  for (const [at, property] of objects(system['property']).entries()) {
    const place = `${path}.property[${at}]`
    const code = String(property['code'])
    if (types.has(code)) tell(walk, `${place}.code`, 'definedTwice', { name: code })
    types.set(code, String(property['type']))
    checkPublishedProperty(walk, property, uris, place)
  }
  checkConceptProperties(walk, objects(system['concept']), types, `${path}.concept`)
}

function checkPublishedProperty(walk: Walk, { uri, type }: Json, uris: Set<string>, path: string): void {
  if (typeof uri !== 'string' || !uri.startsWith(propertyBase)) return
  if (uris.has(uri)) tell(walk, `${path}.uri`, 'definedTwice', { name: uri })
  uris.add(uri)
  const published = rowOf(propertyTypes, uri.slice(propertyBase.length))
  if (published !== undefined && published !== type)
    tell(walk, `${path}.type`, 'propertyType', { type: published, uri })
}

function checkConceptProperties(
  walk: Walk,
  concepts: readonly Json[],
  types: ReadonlyMap<string, string>,
  path: string,
): void {
  for (const [at, concept] of concepts.entries()) {
    for (const [index, property] of objects(concept['property']).entries()) {
      const wanted = types.get(String(property['code']))
      const key = Object.keys(property).find((name) => name.startsWith('value'))
      if (wanted && key && key.slice(5).toLowerCase() !== wanted.toLowerCase())
        tell(walk, `${path}[${at}].property[${index}]`, 'valueType', { type: wanted })
    }
    checkConceptProperties(walk, objects(concept['concept']), types, `${path}[${at}].concept`)
  }
}

function checkValueSet(walk: Walk, set: Json, path: string): void {
  const compose = isObject(set['compose']) ? set['compose'] : {}
  for (const part of ['include', 'exclude'])
    for (const [at, include] of objects(compose[part]).entries())
      checkInclude(walk, include, `${path}.compose.${part}[${at}]`)
}

function checkInclude(walk: Walk, include: Json, path: string): void {
  const { system } = include
  if (typeof system !== 'string') return
  if (!isAbsolute(system)) tell(walk, `${path}.system`, 'notAbsolute')
  for (const [index, concept] of objects(include['concept']).entries())
    if (hasCode(walk, system, String(concept['code'])) === false)
      tell(walk, `${path}.concept[${index}].code`, 'isNoCodeOf', { system })
  for (const [index, filter] of objects(include['filter']).entries())
    checkFilter(walk, system, filter, `${path}.filter[${index}]`)
}

function checkFilter(walk: Walk, system: string, { property, op, value }: Json, path: string): void {
  if (typeof value !== 'string' || (op !== '=' && op !== 'is-a' && op !== 'in')) return
  const type = typeOfProperty(walk, system, String(property))
  if (type === 'boolean' && value !== 'true' && value !== 'false') tell(walk, `${path}.value`, 'notBoolean')
  if (type !== 'Coding') return
  const [, target, code] = /^([^|#]+)(?:\|[^#]*)?#(.+)$/.exec(value) ?? []
  if (target === undefined || code === undefined) tell(walk, `${path}.value`, 'systemAndCode')
  else if (hasCode(walk, target, code) === false) tell(walk, `${path}.value`, 'noCodeOf', { code, system: target })
}

function typeOfProperty(walk: Walk, system: string, property: string): string | undefined {
  const defined = walk.resolve(system)
  const found = objects(defined?.['property']).find(({ code }) => code === property)
  return typeof found?.['type'] === 'string' ? found['type'] : rowOf(propertyTypes, property)
}

function checkConceptMap(walk: Walk, map: Json, path: string): void {
  const set = map['sourceCanonical'] ?? map['sourceUri']
  if (typeof set !== 'string') return
  for (const [at, group] of objects(map['group']).entries())
    for (const [index, element] of objects(group['element']).entries()) {
      const { code } = element
      const system = typeof group['source'] === 'string' ? group['source'] : undefined
      if (typeof code === 'string' && walk.inValueSet(set, system, code) === false)
        tell(walk, `${path}.group[${at}].element[${index}].code`, 'notInSet', { valueSet: set })
    }
}
