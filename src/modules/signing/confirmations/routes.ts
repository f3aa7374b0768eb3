import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { commandIdOf } from '#platform/http/command.ts'
import {
  BeginConfirmationBody,
  BeginPasskeyBody,
  ConfirmationBegun,
  ConfirmationParams,
  ConfirmationProof,
  ConfirmationsOfPaper,
  MyPapers,
  PasskeyBody,
} from '../contract.ts'
import { beginConfirmation } from './begin-confirmation.ts'
import { completeConfirmation } from './complete-confirmation.ts'
import { listConfirmations, listMyPapers, readFileToConfirm } from './list-confirmations.ts'
import { passkeyHolder } from './passkey-holder.ts'
import { beginPasskey, keepPasskey } from './passkeys.ts'

export function confirmationRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/signing/confirmations/:id',
      permission: 'signing.confirm',
      summary:
        'Confirmations of a paper by patient or representative, each checked anew, and places that wait for one',
      params: ConfirmationParams,
      response: ConfirmationsOfPaper,
    },
    ({ ctx, params: { id } }) => listConfirmations(ctx, id),
  )
  api(
    {
      method: 'GET',
      path: '/signing/confirmations/:id/pdf',
      permission: 'signing.confirm',
      summary: 'The file that is confirmed, byte for byte',
      params: ConfirmationParams,
    },
    async ({ ctx, params: { id }, reply }) => {
      const bytes = await readFileToConfirm(ctx, id)
      return reply.type('application/pdf').header('cache-control', 'no-store').send(bytes)
    },
  )
  api(
    {
      method: 'GET',
      path: '/signing/my-papers',
      permission: 'requests.own',
      summary: 'Papers of mine that wait for a confirmation',
      response: MyPapers,
    },
    async ({ ctx }) => ({ papers: await listMyPapers(ctx) }),
  )
  api(
    {
      method: 'POST',
      path: '/signing/confirmations',
      permission: 'signing.confirm',
      summary:
        'Begin the confirmation of a paper by patient or representative; the question is bound to the file shown',
      body: BeginConfirmationBody,
      response: ConfirmationBegun,
      // A message may be sent: that is no part of a transaction.
      command: false,
    },
    ({ ctx, body }) => beginConfirmation(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/signing/confirmations/:id/answer',
      permission: 'signing.confirm',
      summary: 'Answer the question of a confirmation: drawn signature, one-time code, passkey, fingerprint',
      params: ConfirmationParams,
      body: ConfirmationProof,
      response: Type.Object({ id: Type.String() }),
      // A wrong answer stays counted, so it is looked at before the transaction of the command.
      command: false,
    },
    ({ ctx, params: { id }, body, request }) => completeConfirmation(ctx, commandIdOf(request.headers), id, body),
  )
  api(
    {
      method: 'POST',
      path: '/signing/passkeys/begin',
      permission: 'signing.confirm',
      summary: 'Begin to register a passkey: of my device, or of a representative who stands before me',
      body: BeginPasskeyBody,
      command: false,
    },
    async ({ ctx, body }) => beginPasskey(ctx, await passkeyHolder(ctx, body.of)),
  )
  api(
    {
      method: 'POST',
      path: '/signing/passkeys',
      permission: 'signing.confirm',
      summary: 'Keep the passkey that the device made',
      body: PasskeyBody,
    },
    async ({ ctx, body: { name, response, of } }) =>
      keepPasskey(ctx, await passkeyHolder(ctx, of), {
        name,
        response: response as unknown as RegistrationResponseJSON,
      }),
  )
}
