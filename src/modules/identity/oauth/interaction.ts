import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Interaction, Provider } from 'oidc-provider'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { audit } from '../audit.ts'
import { readCookie, sessionCookie } from '../cookies.ts'
import { identityErrors } from '../errors.ts'
import { tell } from '../notices/tell.ts'
import { findSession } from '../session-store.ts'
import { bindGrant, type LaunchContext, takeLaunch } from '../smart/launch-context.ts'
import { findClient } from './client-store.ts'
import { type AgreedIn, keepConsent } from './consents.ts'
import { fhirBaseOf, originOf } from './origin.ts'
import { acrOf, amrOf, satisfies } from './strength.ts'

export interface InteractionCall {
  readonly ctx: Context
  readonly provider: Provider
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What the page shows: who asks, for what, whether the person has to agree and to choose a patient. */
export async function describeInteraction(call: InteractionCall) {
  const { interaction, client } = await readInteraction(call)
  return {
    application: client.name,
    host: URL.parse(String(interaction.params['redirect_uri'] ?? ''))?.host ?? '',
    scopes: asked(interaction),
    consent: !client.trusted,
    choosePatient: needsPatient(interaction) && interaction.params['launch'] === undefined,
  }
}

export interface Decision {
  readonly allow: boolean
  /** Chosen by the person where the application came without a launch. */
  readonly patient: string | undefined
}

/** Ends the interaction as the person decided and tells the address to go on to. */
export async function decideInteraction(
  call: InteractionCall,
  decision: Decision,
): Promise<{ redirectTo: string }> {
  const { provider, request, reply, ctx } = call
  if (ctx.actor.permissions.size === 0) throw identityErrors.mustEnrol()
  const { interaction, client } = await readInteraction(call)
  requireAudience(call, interaction)
  const agreed = await agreedIn(call)
  const acr = acrOf(agreed.factors)
  if (decision.allow && !satisfies(acr, String(interaction.params['acr_values'] ?? '')))
    throw identityErrors.strongerLogin()
  const result = decision.allow
    ? {
        login: {
          accountId: ctx.actor.id,
          remember: false,
          acr,
          amr: [...amrOf(agreed.factors)],
          ts: Math.floor(agreed.authTime.getTime() / 1000),
        },
        consent: { grantId: await grant(call, { interaction, agreed, patient: decision.patient }) },
      }
    : { error: 'access_denied', error_description: 'The person refused.' }
  const redirectTo = await provider.interactionResult(request.raw, reply.raw, result, {
    mergeWithLastSubmission: false,
  })
  if (decision.allow && !client.trusted) await tell(ctx, ctx.actor.id, 'consentGiven', { name: client.name })
  await audit(ctx, 'token', decision.allow ? 'success' : 'refused', { client: client.client_id, grant: 'consent' })
  return { redirectTo }
}

/** A token for us must not be asked for by an application that believes it talks to another server. */
function requireAudience({ request, ctx }: InteractionCall, interaction: Interaction): void {
  const { aud } = interaction.params
  if (aud === undefined) return
  const origin = originOf(request.server, ctx.config)
  if (![fhirBaseOf(origin), origin].includes(String(aud).replace(/\/$/, '')))
    throw identityErrors.audienceWrong({ audience: String(aud).slice(0, 100) })
}

function needsPatient(interaction: Interaction): boolean {
  return asked(interaction).some((scope) => scope === 'launch/patient' || scope.startsWith('patient/'))
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

/** The session in which the person agrees: only a person at a screen does, never an application for them. */
async function agreedIn({ request, ctx }: InteractionCall): Promise<AgreedIn> {
  const session = await findSession(ctx.db, readCookie(request, sessionCookie, ctx.config) ?? '')
  if (!session) throw commonErrors.notLoggedIn()
  return { session: session.id, factors: session.factors, authTime: session.created_at }
}

async function grant(
  { provider, ctx }: InteractionCall,
  {
    interaction,
    agreed,
    patient,
  }: { readonly interaction: Interaction; readonly agreed: AgreedIn; readonly patient: string | undefined },
): Promise<string> {
  const clientId = String(interaction.params['client_id'])
  const context = await contextOf(ctx, interaction, { clientId, patient })
  const made = new provider.Grant({ accountId: ctx.actor.id, clientId })
  const scopes = asked(interaction).join(' ')
  made.addOIDCScope(scopes)
  for (const resource of [interaction.params['resource']].flat())
    if (typeof resource === 'string') made.addResourceScope(resource, scopes)
  const id = await made.save()
  if (context) await bindGrant(ctx, id, context)
  await keepConsent(ctx, {
    ...agreed,
    grantId: id,
    clientId,
    scopes: asked(interaction),
    patient: context?.patient,
  })
  return id
}

/** The patient: of the chart the application was opened from, the person themselves, or the one they chose. */
async function contextOf(
  ctx: Context,
  interaction: Interaction,
  { clientId, patient }: { readonly clientId: string; readonly patient: string | undefined },
): Promise<LaunchContext | undefined> {
  const { launch } = interaction.params
  if (typeof launch === 'string') {
    const taken = await takeLaunch(ctx, launch, clientId)
    if (!taken) throw identityErrors.interactionGone()
    return taken
  }
  if (!needsPatient(interaction)) return undefined
  const chosen = ctx.actor.patientId ?? patient
  if (chosen === undefined) throw identityErrors.patientNeeded()
  await readResource(ctx, 'Patient', chosen)
  return { patient: chosen }
}
