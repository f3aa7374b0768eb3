import type { Api } from '#platform/http/api.ts'
import { runCommand } from '#platform/http/command.ts'
import { openAuthority } from './authority.ts'
import { KeyView, SignAnswer, SignBody, WaitingCount, Worklist } from './contract.ts'
import { countWaiting, listWaiting } from './list-waiting.ts'
import { myKey } from './my-key.ts'
import { signPapers } from './sign-papers.ts'
import { openSigner } from './signer-keys.ts'
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
      summary: 'Sign papers as they were shown, all or none',
      body: SignBody,
      response: SignAnswer,
      // The PIN is checked before the transaction of the command, so that a wrong one stays counted.
      command: false,
    },
    async ({ ctx, body, request }) => {
      const signer = await openSigner(ctx, body.pin)
      const header = request.headers['x-command-id']
      const id = typeof header === 'string' ? header.toLowerCase() : undefined
      return runCommand(ctx, id, ['signing.sign', body.documents], (tx) => signPapers(tx, body.documents, signer))
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
