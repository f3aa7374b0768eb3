import type pg from 'pg'
import { errorType } from '../tracing/allowed.ts'
import { isTracing, openSpan } from '../tracing/spans.ts'

const operations = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'WITH', 'BEGIN', 'COMMIT', 'ROLLBACK'])

/** What kind of statement it is; its text may hold data. */
function kindOf(asked: unknown): { readonly operation: string; readonly name: string | undefined } {
  const { text, name } = typeof asked === 'string' ? { text: asked } : (asked as { text?: string; name?: string })
  const [, word = ''] = /^\s*(\w{1,12})/.exec(text ?? '') ?? []
  const operation = word.toUpperCase()
  return { operation: operations.has(operation) ? operation : 'OTHER', name }
}

/** Puts each statement under a span of its own, while there is something to put it under. */
export function traceQueries(client: pg.PoolClient): void {
  const { query } = client
  client.query = ((...given: unknown[]) => {
    const ask = (args: readonly unknown[]) => (query as (...all: unknown[]) => unknown).apply(client, [...args])
    if (!isTracing()) return ask(given)
    const { operation, name } = kindOf(given[0])
    const span = openSpan(`postgresql ${operation}`, {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      'db.query.name': name,
    })
    if (!span) return ask(given)
    const over = (error?: unknown) => {
      if (error) span.set({ 'error.type': errorType(error) })
      span.end()
    }
    const last = given.at(-1)
    if (typeof last === 'function')
      return ask([
        ...given.slice(0, -1),
        (error: unknown, ...more: unknown[]) => {
          over(error)
          ;(last as (...all: unknown[]) => void)(error, ...more)
        },
      ])
    const answer = ask(given)
    if (answer instanceof Promise) answer.then(() => over(), over)
    else span.end()
    return answer
  }) as typeof query
}
