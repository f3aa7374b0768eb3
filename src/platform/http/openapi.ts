import type { TSchema } from 'typebox'
import type { RouteSpec } from './api.ts'

type AnySpec = RouteSpec<TSchema, TSchema, TSchema, TSchema>

/** The description of the screens' own API. https://spec.openapis.org/oas/v3.1.0 */
export function describeApi(specs: readonly AnySpec[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const spec of specs) {
    const path = `/api${spec.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: describeRoute(spec) }
  }
  return { openapi: '3.1.0', info: { title: 'Lãn Ông', version: '0.1.0' }, paths }
}

function describeRoute(spec: AnySpec) {
  const properties = (schema: TSchema | undefined) =>
    Object.entries((schema as { properties?: Record<string, TSchema> })?.properties ?? {})
  return {
    summary: spec.summary,
    'x-permission': spec.permission,
    parameters: [
      ...properties(spec.params).map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
      ...properties(spec.query).map(([name, schema]) => ({ name, in: 'query', schema })),
      ...(spec.method !== 'GET' && spec.command !== false
        ? [{ name: 'X-Command-Id', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } }]
        : []),
    ],
    ...(spec.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: spec.body } } } }
      : {}),
    responses: {
      200: {
        description: 'Done',
        ...(spec.response ? { content: { 'application/json': { schema: spec.response } } } : {}),
      },
      default: { description: 'Problem details, RFC 9457' },
    },
  }
}
