import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Interaction, Provider } from 'oidc-provider'
import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { findClient } from './client-store.ts'

export interface InteractionCall {
  readonly ctx: Context
  readonly provider: Provider
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What the page shows: who asks, for what, and whether the person has to agree. */
export async function describeInteraction(call: InteractionCall) {
  const { interaction, client } = await readInteraction(call)
  return {
    application: client.name,
    host: URL.parse(String(interaction.params['redirect_uri'] ?? ''))?.host ?? '',
    scopes: asked(interaction),
    consent: !client.trusted,
  }
}

/** Ends the interaction as the person decided and tells the address to go on to. */
export async function decideInteraction(call: InteractionCall, allow: boolean): Promise<{ redirectTo: string }> {
  const { provider, request, reply, ctx } = call
  const { interaction, client } = await readInteraction(call)
  const result = allow
    ? { login: { accountId: ctx.actor.id, remember: false }, consent: { grantId: await grant(call, interaction) } }
    : { error: 'access_denied', error_description: 'The person refused.' }
  const redirectTo = await provider.interactionResult(request.raw, reply.raw, result, {
    mergeWithLastSubmission: false,
  })
  await audit(ctx, 'token', allow ? 'success' : 'refused', { client: client.client_id, grant: 'consent' })
  return { redirectTo }
}

async function readInteraction(call: InteractionCall) {
  const { provider, request, reply, ctx } = call
  const interaction = await provider.interactionDetails(request.raw, reply.raw).catch((cause: unknown) => {
    throw identityErrors.interactionGone({}, cause)
  })
  const client = await findClient(ctx.db, String(interaction.params['client_id'] ?? ''))
  if (!client) throw identityErrors.interactionGone()
  return { interaction, client }
}

function asked(interaction: Interaction): readonly string[] {
  return String(interaction.params['scope'] ?? '')
    .split(' ')
    .filter(Boolean)
}

async function grant({ provider, ctx }: InteractionCall, interaction: Interaction): Promise<string> {
  const made = new provider.Grant({ accountId: ctx.actor.id, clientId: String(interaction.params['client_id']) })
  const scopes = asked(interaction).join(' ')
  made.addOIDCScope(scopes)
  for (const resource of [interaction.params['resource']].flat())
    if (typeof resource === 'string') made.addResourceScope(resource, scopes)
  return made.save()
}
