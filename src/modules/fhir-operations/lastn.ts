import type { Observation } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { integerInput } from '#fhir/parameters.ts'
import { bundleBytes, fhirOperation, matchEntry } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationCall } from '#platform/fhir-operation.ts'
import { writeAudit } from '#store/audit.ts'
import { search } from '#store/search.ts'
import type { StoredVersion } from '#store/types.ts'
import { operationErrors } from './errors.ts'

/** A patient with more observations of what is asked for must be asked more narrowly. */
const mostRead = 20_000

/** The newest observations of each kind: http://hl7.org/fhir/R4/observation-operation-lastn.html */
export const lastn: FhirOperation = fhirOperation(
  {
    name: 'lastn',
    levels: ['type'],
    types: ['Observation'],
    affectsState: false,
    permission: 'fhir.read',
    definition: 'http://hl7.org/fhir/OperationDefinition/Observation-lastn',
    takesSearch: true,
  },
  async (call) => {
    const pairs = searchPairs(call)
    if (!pairs.some(([name]) => /^(patient|subject)(:|$|\.)/.test(name))) throw operationErrors.subjectMissing()
    const found = await newestOfEach(call, pairs, integerInput(call.parameters, 'max') ?? 1)
    await writeAudit(call.ctx, {
      action: 'search',
      outcome: 'success',
      patientId: found[0]?.patientId,
      entities: found.map((one) => `${one.type}/${one.id}/_history/${one.version}`),
      detail: { channel: 'fhir', query: call.url.slice(0, 2000) },
    })
    return bundleBytes(
      { type: 'searchset', total: found.length, link: [{ relation: 'self', url: `${call.base}${call.url}` }] },
      found.map((one) => matchEntry(call.base, one, 'match')),
    )
  },
)

function searchPairs({ parameters }: OperationCall): readonly [string, string][] {
  return (parameters.parameter ?? [])
    .filter((one) => one.name !== 'max' && !one.name?.startsWith('_'))
    .flatMap((one) => {
      const value = Object.entries(one).find(([key]) => key.startsWith('value'))?.[1] as unknown
      return value === undefined ? [] : [[one.name ?? '', String(value)] as [string, string]]
    })
}

/** Pages of the search, newest first, up to what one answer may cost. */
async function* pagesOf({ ctx }: OperationCall, pairs: readonly [string, string][]) {
  let cursor: string | undefined
  for (let read = 0; read < mostRead; ) {
    const query = new URLSearchParams([...pairs, ['_sort', '-date'], ['_count', '1000']])
    if (cursor !== undefined) query.set('_cursor', cursor)
    const page = await search(ctx, 'Observation', query.toString())
    yield page.matches
    if (page.next === undefined) return
    read += page.matches.length
    cursor = page.next
  }
  throw operationErrors.tooMany({ most: mostRead })
}

/** Two observations are of one kind when any of their codings is the same, or their text when they have none. */
async function newestOfEach(
  call: OperationCall,
  pairs: readonly [string, string][],
  max: number,
): Promise<readonly StoredVersion[]> {
  const kinds = new Map<string, { count: number }>()
  const kept: StoredVersion[] = []
  for await (const matches of pagesOf(call, pairs))
    for (const match of matches) {
      const keys = keysOf(parseJsonBytes(match.content) as Observation)
      const kind = keys.map((key) => kinds.get(key)).find((one) => one !== undefined) ?? { count: 0 }
      for (const key of keys) kinds.set(key, kind)
      if (kind.count++ < max) kept.push(match)
    }
  return kept
}

function keysOf({ code }: Observation): readonly string[] {
  const codings = (code?.coding ?? []).map((one) => `${one.system ?? ''}|${one.code ?? ''}`)
  return codings.length > 0 ? codings : [`text ${code?.text ?? ''}`]
}
