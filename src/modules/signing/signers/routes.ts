import type { Api } from '#platform/http/api.ts'
import { FoundKeys, KeyView, RemoteKeyBody, RemoteUserBody, TokenKeyBody } from '../contract.ts'
import { myKey } from '../my-key.ts'
import { dropMyKey } from './drop-my-key.ts'
import { findTokenKeys, useTokenKey } from './pkcs11/my-token-key.ts'
import { findRemoteKeys, sendMyCode, useRemoteKey } from './remote/my-remote-key.ts'

/** Where the acting person's key is: at a remote service, on a token. */
export function signerRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/signing/code',
      permission: 'signing.sign',
      summary: 'Have the remote signing service send me a one-time code',
      // Asks another system and changes nothing here.
      command: false,
    },
    ({ ctx }) => sendMyCode(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/signing/remote-keys',
      permission: 'signing.sign',
      summary: 'Keys that I have at the remote signing service',
      body: RemoteUserBody,
      response: FoundKeys,
      command: false,
    },
    async ({ ctx, body: { user } }) => ({ keys: await findRemoteKeys(ctx, user) }),
  )
  api(
    {
      method: 'PUT',
      path: '/signing/key/remote',
      permission: 'signing.sign',
      summary: 'Sign with a key at the remote signing service from now on',
      body: RemoteKeyBody,
      response: KeyView,
    },
    async ({ ctx, body: { user, credential } }) => {
      await useRemoteKey(ctx, user, credential)
      return myKey(ctx)
    },
  )
  api(
    {
      method: 'GET',
      path: '/signing/token-keys',
      permission: 'signing.sign',
      summary: 'Keys on the tokens that are plugged in',
      response: FoundKeys,
    },
    async ({ ctx }) => ({ keys: await findTokenKeys(ctx) }),
  )
  api(
    {
      method: 'PUT',
      path: '/signing/key/token',
      permission: 'signing.sign',
      summary: 'Sign with a key on a token from now on',
      body: TokenKeyBody,
      response: KeyView,
    },
    async ({ ctx, body: { place } }) => {
      await useTokenKey(ctx, place)
      return myKey(ctx)
    },
  )
  api(
    {
      method: 'DELETE',
      path: '/signing/key',
      permission: 'signing.sign',
      summary: 'Sign no more with the key that I have here; what it signed stays',
      response: KeyView,
    },
    async ({ ctx }) => {
      await dropMyKey(ctx)
      return myKey(ctx)
    },
  )
}
