import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { grammarSystems, publishedSystems } from '#store/terminology/index.ts'

/** What the terminology service knows and does. http://hl7.org/fhir/R4/terminologycapabilities.html */
export async function terminologyCapabilities(ctx: Context, base: string, startedAt: Date) {
  const { rows } = await sql<{ url: string; version: string }>`
    select url, version from code_system where facility = ${ctx.facility} order by url, version`.execute(ctx.db)
  const versions = new Map<string, string[]>()
  for (const { url, version } of rows) versions.set(url, [...(versions.get(url) ?? []), version])
  for (const url of [...publishedSystems(), ...grammarSystems()]) if (!versions.has(url)) versions.set(url, [])
  return {
    resourceType: 'TerminologyCapabilities',
    status: 'active',
    date: startedAt.toISOString(),
    kind: 'instance',
    software: { name: 'Lãn Ông', version: '0.1.0' },
    implementation: { description: 'Lãn Ông hospital record system', url: base },
    codeSystem: [...versions].map(([uri, known]) => {
      const named = known.filter((version) => version !== '')
      return {
        uri,
        ...(named.length === 0 ? {} : { version: named.map((code) => ({ code })) }),
        subsumption: true,
      }
    }),
    expansion: {
      hierarchical: true,
      paging: true,
      incomplete: false,
      parameter: expansionInputs.map((name) => ({ name })),
      textFilter:
        'Each word begins a word of the code, the display or a designation; case and accents do not count',
    },
    codeSearch: 'all',
    validateCode: { translations: true },
    translation: { needsMap: false },
    closure: { translation: false },
  }
}

const expansionInputs = [
  'activeOnly',
  'check-system-version',
  'context',
  'contextDirection',
  'count',
  'date',
  'designation',
  'displayLanguage',
  'exclude-system',
  'excludeNested',
  'excludeNotForUI',
  'excludePostCoordinated',
  'filter',
  'force-system-version',
  'includeDefinition',
  'includeDesignations',
  'offset',
  'property',
  'system-version',
  'tx-resource',
  'useSupplement',
]
