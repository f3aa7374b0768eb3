import type { Api } from '#platform/http/api.ts'
import { commandIdOf, earlierAnswer } from '#platform/http/command.ts'
import { openAuthority } from './authority.ts'
import { KeyView, PlacesQuery, SignAnswer, SignBody, WaitingCount, WaitingPlaces, Worklist } from './contract.ts'
import { countWaiting, listWaiting } from './list-waiting.ts'
import { myKey } from './my-key.ts'
import { signPapers } from './sign-papers.ts'
import { openMyKey } from './signer-keys.ts'
import { listPlaces } from './worklist/list-places.ts'
import { toPem } from './x509/certificate.ts'

export function routes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/signing/mine',
      permission: 'signing.sign',
      summary: 'Papers that wait for my signature, oldest first',
      response: Worklist,
    },
    async ({ ctx }) => ({ papers: await listWaiting(ctx) }),
  )
  api(
    {
      method: 'GET',
      path: '/signing/count',
      permission: 'signing.sign',
      summary: 'How many papers wait for my signature',
      response: WaitingCount,
    },
    async ({ ctx }) => ({ count: await countWaiting(ctx), tone: 'warn' }) as const,
  )
  api(
    {
      method: 'GET',
      path: '/signing/places',
      permission: 'signing.sign',
      summary: 'Who must still sign: on the papers of a record, or on those of my departments',
      query: PlacesQuery,
      response: WaitingPlaces,
    },
    async ({ ctx, query: { encounter } }) => ({
      places: await listPlaces(ctx, encounter ? { encounterId: encounter } : 'department'),
    }),
  )
  api(
    {
      method: 'GET',
      path: '/signing/key',
      permission: 'signing.sign',
      summary: 'My signing key and its certificate',
      response: KeyView,
    },
    ({ ctx }) => myKey(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/signing/sign',
      permission: 'signing.sign',
      summary: 'Sign papers as they were shown with one authentication; what could not be signed is listed',
      body: SignBody,
      response: SignAnswer,
      // The PIN is checked before the transaction of the command, so that a wrong one stays counted.
      command: false,
    },
    async ({ ctx, body, request }) => {
      const id = commandIdOf(request.headers)
      const input = ['signing.sign', body.documents]
      const answered = await earlierAnswer<SignAnswer>(ctx, id, input)
      const { documents, batch } = body
      return answered ?? signPapers(ctx, { id, input, documents, batch, as: 'person' }, () => openMyKey(ctx, body))
    },
  )
  api(
    {
      method: 'GET',
      path: '/signing/trust',
      permission: 'public',
      summary: 'Root certificate that signatures here go back to, PEM',
    },
    async ({ ctx, reply }) => reply.type('application/x-pem-file').send(toPem((await openAuthority(ctx)).root)),
  )
}
