import type { Api } from '#platform/http/api.ts'
import { commandIdOf, earlierAnswer } from '#platform/http/command.ts'
import { FoundKeys, RemoteUserBody, SignAnswer, WaitingCount } from '../contract.ts'
import { PapersToSeal, SealBody, SealPapersBody, SealView } from '../seal-contract.ts'
import { signPapers } from '../sign-papers.ts'
import { findTokenKeys } from '../signers/pkcs11/my-token-key.ts'
import { findRemoteKeys } from '../signers/remote/my-remote-key.ts'
import { dropSeal, installSeal } from './install-seal.ts'
import { listToSeal } from './list-to-seal.ts'
import { openSealForAll } from './open-seal.ts'
import { sealView } from './seal-view.ts'

/** The seal of the facility: installed by an administrator, put on papers by who keeps it. */
export function sealRoutes(api: Api): void {
  installing(api)
  sealing(api)
}

function installing(api: Api): void {
  const permission = 'signing.installSeal'
  api(
    {
      method: 'GET',
      path: '/signing/seal',
      permission,
      summary: 'What the facility seals with',
      response: SealView,
    },
    ({ ctx }) => sealView(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/signing/seal/token-keys',
      permission,
      summary: 'Keys on the tokens and HSMs that are plugged in, to seal with',
      response: FoundKeys,
    },
    async ({ ctx }) => ({ keys: await findTokenKeys(ctx) }),
  )
  api(
    {
      method: 'POST',
      path: '/signing/seal/remote-keys',
      permission,
      summary: 'Keys that the facility has at the remote signing service',
      body: RemoteUserBody,
      response: FoundKeys,
      command: false,
    },
    async ({ ctx, body: { user } }) => ({ keys: await findRemoteKeys(ctx, user) }),
  )
  api(
    {
      method: 'PUT',
      path: '/signing/seal',
      permission,
      summary: 'Seal with this key from now on; it is tried before it is kept',
      body: SealBody,
      response: SealView,
      // The key is asked before anything is written.
      command: false,
    },
    async ({ ctx, body }) => {
      await installSeal(ctx, body)
      return sealView(ctx)
    },
  )
  api(
    {
      method: 'DELETE',
      path: '/signing/seal',
      permission,
      summary: 'Seal no more with the installed key; what it sealed stays',
      response: SealView,
    },
    async ({ ctx }) => {
      await dropSeal(ctx)
      return sealView(ctx)
    },
  )
}

function sealing(api: Api): void {
  const permission = 'signing.seal'
  api(
    {
      method: 'GET',
      path: '/signing/to-seal',
      permission,
      summary: 'Papers that everybody has signed and that wait for the seal of the facility, oldest first',
      response: PapersToSeal,
    },
    async ({ ctx }) => ({ papers: await listToSeal(ctx) }),
  )
  api(
    {
      method: 'GET',
      path: '/signing/to-seal/count',
      permission,
      summary: 'How many papers wait for the seal of the facility',
      response: WaitingCount,
    },
    async ({ ctx }) => ({ count: (await listToSeal(ctx)).length, tone: 'warn' }) as const,
  )
  api(
    {
      method: 'POST',
      path: '/signing/to-seal',
      permission,
      summary: 'Put the seal of the facility on papers as they were shown; what could not be sealed is listed',
      body: SealPapersBody,
      response: SignAnswer,
      // The key of the seal is asked outside of the transaction.
      command: false,
    },
    async ({ ctx, body: { documents, batch }, request }) => {
      const id = commandIdOf(request.headers)
      const input = ['signing.seal', documents]
      const answered = await earlierAnswer<SignAnswer>(ctx, id, input)
      return (
        answered ?? signPapers(ctx, { id, input, documents, batch, as: 'facility' }, () => openSealForAll(ctx))
      )
    },
  )
}
