import type {
  CodeSystem,
  ConceptMap,
  Parameters,
  ParametersParameter,
  Resource,
  ValueSet,
} from '@medplum/fhirtypes'
import { type Asked, expand } from '#fhir/terminology/expand.ts'
import { failures, outcomeOfIssues, TerminologyError } from '#fhir/terminology/issues.ts'
import { lookup, subsumes, validateInSystem } from '#fhir/terminology/lookup.ts'
import { type MapSource, translate } from '#fhir/terminology/translate.ts'
import { validateCode } from '#fhir/terminology/validate-code.ts'
import { type Day, isDay } from '#kernel/civil-date.ts'
import type { FhirOperation, OperationCall, OperationInput, OperationSpec } from '#platform/fhir-operation.ts'
import { readResource } from '#store/read.ts'
import { mostCodes, systemOfResource, terminologySource } from '#store/terminology/index.ts'
import { closure } from './closure.ts'
import { withContextSet } from './context-set.ts'

const limits = { most: mostCodes }
const published = 'http://hl7.org/fhir/OperationDefinition/'

const input = (name: string, type: string, max: '1' | '*' = '1'): OperationInput => ({ name, min: 0, max, type })

/** Inputs of later versions of FHIR and of the tests of HL7 that are understood too. */
const more = {
  sent: [input('tx-resource', 'Resource', '*'), input('useSupplement', 'canonical', '*')],
  versions: [
    input('system-version', 'canonical', '*'),
    input('check-system-version', 'canonical', '*'),
    input('force-system-version', 'canonical', '*'),
  ],
  // A list of languages with weights is no code.
  language: [input('displayLanguage', 'string')],
}

type Answering = (source: MapSource, asked: Asked, call: OperationCall) => Promise<Resource>

interface Row extends Pick<OperationSpec, 'name' | 'levels' | 'types'> {
  readonly definition: string
  readonly inputs: readonly OperationInput[]
  readonly answer: Answering
}

const rows: readonly Row[] = [
  {
    name: 'expand',
    levels: ['type', 'instance'],
    types: ['ValueSet'],
    definition: 'ValueSet-expand',
    inputs: [
      ...more.sent,
      ...more.versions,
      ...more.language,
      input('property', 'string', '*'),
      input('includeCompose', 'boolean'),
    ],
    answer: (source, asked) => expand(source, asked, limits),
  },
  {
    name: 'validate-code',
    levels: ['type', 'instance'],
    types: ['ValueSet'],
    definition: 'ValueSet-validate-code',
    inputs: [
      ...more.sent,
      ...more.versions,
      ...more.language,
      input('activeOnly', 'boolean'),
      input('inferSystem', 'boolean'),
      input('lenient-display-validation', 'boolean'),
      input('valueset-membership-only', 'boolean'),
    ],
    answer: (source, asked) => validateCode(source, asked, limits),
  },
  {
    name: 'validate-code',
    levels: ['type', 'instance'],
    types: ['CodeSystem'],
    definition: 'CodeSystem-validate-code',
    inputs: [
      ...more.sent,
      ...more.versions,
      ...more.language,
      input('system', 'uri'),
      input('lenient-display-validation', 'boolean'),
    ],
    answer: (source, asked) => validateInSystem(source, asked, limits),
  },
  {
    name: 'lookup',
    levels: ['type'],
    types: ['CodeSystem'],
    definition: 'CodeSystem-lookup',
    inputs: [...more.sent, ...more.versions, ...more.language],
    answer: lookup,
  },
  {
    name: 'subsumes',
    levels: ['type', 'instance'],
    types: ['CodeSystem'],
    definition: 'CodeSystem-subsumes',
    inputs: [...more.sent, ...more.versions],
    answer: subsumes,
  },
  {
    name: 'translate',
    levels: ['type', 'instance'],
    types: ['ConceptMap'],
    definition: 'ConceptMap-translate',
    inputs: [...more.sent],
    answer: async (source, asked, { ctx, id }) =>
      translate(
        source,
        asked,
        id === undefined ? undefined : await readResource<ConceptMap>(ctx, 'ConceptMap', id),
      ),
  },
]

export const operations: readonly FhirOperation[] = [
  ...rows.map(toOperation),
  {
    name: 'closure',
    levels: ['system'],
    affectsState: true,
    permission: 'fhir.write',
    definition: `${published}ConceptMap-closure`,
    handle: (call) => telling(() => closure(call.ctx, call.parameters)),
  },
]

function toOperation({ answer, definition, ...spec }: Row): FhirOperation {
  return {
    ...spec,
    affectsState: false,
    permission: 'fhir.read',
    definition: `${published}${definition}`,
    handle: (call) =>
      telling(async () => {
        const parameters = await withContextSet(call.ctx, await withInstance(call))
        const sent = partsOf(parameters, 'tx-resource', 'codeSystem').flatMap((part) => part.resource ?? [])
        const source = terminologySource(call.ctx, sent, dayOf(parameters))
        const { ctx, header } = call
        const language = header('accept-language')
        return answer(source, { parameters, language, now: ctx.now(), newId: () => ctx.newId() }, call)
      }),
  }
}

/** A refusal in the words of the terminology tests of HL7. */
async function telling(work: () => Promise<Resource>) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TerminologyError)) throw error
    return { status: error.status, body: outcomeOfIssues([error.issue]) }
  }
}

const partsOf = ({ parameter = [] }: Parameters, ...names: readonly string[]) =>
  parameter.filter((one) => names.includes(one.name ?? ''))

/** The day that is asked about; today when none is named. */
function dayOf(parameters: Parameters): Day | undefined {
  const text = partsOf(parameters, 'date')[0]?.valueDateTime
  if (text === undefined) return undefined
  const day = text.slice(0, 10).padEnd(10, '-01')
  if (!isDay(day)) throw failures.invalid(`${text} is no day`)
  return day
}

/** A call on one resource asks about that resource. */
async function withInstance({ ctx, type, id, parameters }: OperationCall): Promise<Parameters> {
  if (type === 'CodeSystem' && id === undefined) return withSentSystem(parameters)
  if (id === undefined || type === 'ConceptMap') return parameters
  const others = parameters.parameter ?? []
  const own: ParametersParameter[] =
    type === 'ValueSet'
      ? [{ name: 'valueSet', resource: await readResource<ValueSet>(ctx, 'ValueSet', id) }]
      : systemParts((await systemOfResource(ctx, id)) ?? (await readResource<CodeSystem>(ctx, 'CodeSystem', id)))
  return { ...parameters, parameter: [...others, ...own] }
}

/** A code system that is sent along needs no URL beside it. */
function withSentSystem(parameters: Parameters): Parameters {
  const sent = partsOf(parameters, 'codeSystem')[0]?.resource
  if (sent?.resourceType !== 'CodeSystem' || partsOf(parameters, 'url').length > 0) return parameters
  return { ...parameters, parameter: [...(parameters.parameter ?? []), ...systemParts(sent)] }
}

function systemParts({
  url = '',
  version,
}: {
  readonly url?: string
  readonly version?: string | undefined
}): ParametersParameter[] {
  return [
    { name: 'url', valueUri: url },
    { name: 'system', valueUri: url },
    ...(version === undefined ? [] : [{ name: 'version', valueString: version }]),
  ]
}
