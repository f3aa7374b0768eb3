import { modules } from '#app/module-list.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { gate, withAccess } from '#modules/access/index.ts'
import { keepJournal } from '#modules/audit/index.ts'
import { fhirRoutes } from '#modules/fhir-api/index.ts'
import { terminologyCapabilities } from '#modules/fhir-terminology/index.ts'
import { auditDenial } from '#modules/identity/index.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import { buildServer } from '#platform/http/server.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { actor, type TestSetup, withServices } from './database.ts'
import { sendersOfRequests, type TestClient } from './server.ts'

/** PIN of the key that `giveKey` makes. */
export const pin = '202611'

/** Runs `work` against the whole application, FHIR included, without a network; `decides` puts the rules of access before it. */
export function withWholeApp<T>(
  work: (client: TestClient) => Promise<T>,
  setup: Pick<TestSetup, 'now'> & { readonly decides?: boolean } = {},
): Promise<T> {
  return withServices(
    async (services) => {
      const senders = sendersOfRequests()
      const server = await buildServer({
        services,
        modules,
        webRoot: '/nonexistent',
        ...(setup.decides ? { gate } : {}),
        keepJournal,
        onDenied: auditDenial,
        authenticate: async ({ headers }) => ({ facility: 1, actor: senders.of(headers) }),
        async mount(scope, contextOf) {
          const operations = modules.flatMap((module) => module.fhirOperations ?? [])
          await scope.register(
            async (fhir) =>
              fhirRoutes(fhir, contextOf, {
                operations,
                terminology: terminologyCapabilities,
                ...(setup.decides ? { restrict: withAccess } : {}),
              }),
            { prefix: '/fhir/R4' },
          )
        },
      })
      try {
        return await work({
          server,
          services,
          async send(method, url, options = {}) {
            const headers = { 'x-command-id': uuidv7(), ...senders.as(options.as), ...options.headers }
            const payload = options.body === undefined ? {} : { payload: options.body as object }
            const answer = await server.inject({ method, url, headers, ...payload })
            const json = /json/.test(String(answer.headers['content-type'] ?? ''))
            return {
              status: answer.statusCode,
              body: json ? (JSON.parse(answer.body) as unknown) : answer.rawPayload,
              text: answer.body,
            }
          },
        })
      } finally {
        await server.close()
      }
    },
    { ...setup, guards: modules.flatMap((module) => module.guards ?? []) },
  )
}

/** A signing key for the person of the tests. */
export async function giveKey(client: TestClient): Promise<void> {
  const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
  const { id, practitionerId, name } = actor()
  await ensureDemoSigners(ctx, [{ accountId: id, practitionerId, name }], 'Bệnh viện Đa khoa Ngàn Phố')
}
