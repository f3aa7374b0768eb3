import type { ValueSet } from '@medplum/fhirtypes'
import { type Checking, setName } from './check-coding.ts'
import { type Composing, importedSet } from './compose.ts'
import type { IssueSpec } from './issues.ts'
import { membershipIn } from './membership.ts'

type Inferred = { readonly system: string } | { readonly issue: IssueSpec }

const places = { whole: '', code: 'code', system: 'system', version: 'version', display: 'display' }

/** The only system in which a value set has the code. */
export async function inferSystem({ composing, set }: Checking, code: string): Promise<Inferred> {
  const found: string[] = []
  const systems = set ? await systemsOf(composing, set) : new Set<string>()
  if (set)
    for (const system of systems)
      if ((await membershipIn(composing, set, { system, code }, places)).inside) found.push(system)
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return { system: only }
  const start = `The System URI could not be determined for the code '${code}' in the ValueSet '${setName(set)}'`
  const common = { severity: 'error', code: 'not-found', kind: 'cannot-infer' } as const
  if (only === undefined)
    return {
      issue: {
        ...common,
        id: 'UNABLE_TO_INFER_CODESYSTEM',
        text: `${start}: it is in none of its code systems [${[...systems].join(', ')}]`,
      },
    }
  return {
    issue: {
      ...common,
      id: 'Unable_to_resolve_system__value_set_has_multiple_matches',
      text: `${start}: value set expansion has multiple matches: [${found.join(', ')}]`,
    },
  }
}

async function systemsOf(composing: Composing, set: ValueSet): Promise<ReadonlySet<string>> {
  const includes = set.compose?.include ?? []
  const named = [...(set.expansion?.contains ?? []), ...includes].flatMap((one) => one.system ?? [])
  const imports = includes.filter((one) => one.system === undefined).flatMap((one) => one.valueSet ?? [])
  const systems = new Set(named)
  for (const canonical of imports) {
    const inside = { ...composing, path: [...composing.path, canonical] }
    const imported = await systemsOf(inside, await importedSet(inside, set, canonical))
    for (const system of imported) systems.add(system)
  }
  return systems
}
