import { createHash, randomBytes } from 'node:crypto'
import type { Context, Db } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { findClient } from '../oauth/client-store.ts'
import { tables } from '../tables.ts'

const minutes = 5
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

export interface LaunchContext {
  readonly patient: string
  readonly encounter?: string | undefined
}

/** Opens an application from a chart: the address for a new window, good once and for five minutes. */
export async function launch(
  ctx: Context,
  of: LaunchContext & { readonly clientId: string; readonly issuer: string },
): Promise<{ url: string }> {
  const client = await findClient(ctx.db, of.clientId)
  if (!client?.launch_uri) throw identityErrors.clientNotFound({ clientId: of.clientId.slice(0, 64) })
  await readResource(ctx, 'Patient', of.patient)
  const id = randomBytes(24).toString('base64url')
  await tables(ctx)
    .insertInto('smart_launch')
    .values({
      facility: ctx.facility,
      id_hash: hashOf(id),
      client_id: client.client_id,
      account: ctx.actor.id,
      patient: of.patient,
      encounter: of.encounter ?? null,
      expires_at: new Date(ctx.now().getTime() + minutes * 60_000),
    })
    .execute()
  await audit(ctx, 'app-launch', 'success', { client: client.client_id })
  const url = new URL(client.launch_uri)
  url.searchParams.set('iss', of.issuer)
  url.searchParams.set('launch', id)
  return { url: url.href }
}

/** The context of a launch; it counts once, for its application and the person who opened it. */
export async function takeLaunch(ctx: Context, id: string, clientId: string): Promise<LaunchContext | undefined> {
  const row = await tables(ctx)
    .deleteFrom('smart_launch')
    .where('facility', '=', ctx.facility)
    .where('id_hash', '=', hashOf(id))
    .where('client_id', '=', clientId)
    .where('account', '=', ctx.actor.id)
    .where('expires_at', '>', ctx.now())
    .returning(['patient', 'encounter'])
    .executeTakeFirst()
  return row && { patient: row.patient, encounter: row.encounter ?? undefined }
}

/** Binds what is granted to a patient. */
export async function bindGrant(ctx: Context, grantId: string, to: LaunchContext): Promise<void> {
  await tables(ctx)
    .insertInto('smart_grant')
    .values({
      facility: ctx.facility,
      grant_id: grantId,
      patient: to.patient,
      encounter: to.encounter ?? null,
      made_at: ctx.now(),
    })
    .execute()
}

export async function boundTo(db: Db, grantId: string | undefined): Promise<LaunchContext | undefined> {
  if (grantId === undefined) return undefined
  const row = await tables({ db })
    .selectFrom('smart_grant')
    .select(['patient', 'encounter'])
    .where('grant_id', '=', grantId)
    .executeTakeFirst()
  return row && { patient: row.patient, encounter: row.encounter ?? undefined }
}
