import { type RawBuilder, sql } from 'kysely'
import type { Path, Step } from '#fhir/search/expression.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { structures } from '../definitions.ts'
import { tooCostly } from './refusals.ts'

/**
 * A path as SQL/JSON paths over the stored text, one per combination of choices. Lists are unwrapped by the lax mode.
 * Undefined for steps that have no counterpart.
 */
export function jsonPaths(type: string, path: Path, tail: string): readonly string[] {
  let found: readonly { readonly type: string; readonly text: string }[] = [{ type, text: '$' }]
  for (const step of path.steps) found = found.flatMap((one) => next(one, step))
  return found.map((one) => one.text + tail)
}

const quoted = (text: string) => JSON.stringify(text)

function next(one: { readonly type: string; readonly text: string }, step: Step) {
  switch (step.kind) {
    case 'child':
      return structures
        .childrenOf(one.type, step.name)
        .map((child) => ({ type: child.type, text: `${one.text}.${quoted(child.name)}` }))
    case 'ofType':
      return one.type === step.type ? [one] : []
    case 'equals':
      return [{ type: one.type, text: `${one.text} ? (@.${quoted(step.name)} == ${quoted(step.text)})` }]
    case 'extension':
      return [{ type: 'Extension', text: `${one.text}."extension" ? (@."url" == ${quoted(step.url)})` }]
    case 'index':
      return [{ type: one.type, text: `${one.text}[${step.at}]` }]
    default:
      return [one]
  }
}

/** Ids of a type that the references of a parameter name, as a subquery over the content of a row. */
export function refersToSql(
  r: RawBuilder<unknown>,
  type: string,
  parameter: Parameter,
  target: string,
): RawBuilder<unknown> {
  const paths = parameter.paths.flatMap((path) => jsonPaths(type, path, '."reference"'))
  if (paths.length === 0) throw tooCostly(`the chain over ${parameter.code} finds too many`)
  const pattern = `(?:^|/)${target}/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$`
  const parts = paths.map(
    (path) => sql`select substring(v #>> '{}' from ${pattern}) from
      jsonb_path_query(convert_from(${r}.content, 'UTF8')::jsonb, ${path}::jsonpath) v`,
  )
  return sql.join(parts, sql` union all `)
}
