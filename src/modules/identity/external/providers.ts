import type { Context } from '#platform/context.ts'
import { sealField } from '#platform/keys/marked-columns.ts'
import { audit } from '../audit.ts'
import { isUserName } from '../domain/user-name.ts'
import { identityErrors } from '../errors.ts'
import { requireProvisionable } from '../people/apply-person.ts'
import { type ExternalProviderRow, tables } from '../tables.ts'
import type { NewProviderBody, ProviderSummary } from './contract.ts'

const all = (ctx: Context) =>
  tables(ctx).selectFrom('external_provider').selectAll().where('facility', '=', ctx.facility).orderBy('name')

export async function listProviders(ctx: Context): Promise<ProviderSummary[]> {
  return (await all(ctx).execute()).map((row) => ({
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    matchClaim: row.match_claim,
    mfaValues: row.mfa_values,
    ...(row.make_roles ? { makeRoles: row.make_roles } : {}),
    active: row.active,
  }))
}

export async function activeProvider(ctx: Context, id: string): Promise<ExternalProviderRow> {
  const row = await all(ctx)
    .where('id', '=', id.replaceAll('\0', ''))
    .where('active', '=', true)
    .executeTakeFirst()
  if (!row) throw identityErrors.providerNotFound({ id: id.slice(0, 64) })
  return row
}

export async function addProvider(ctx: Context, given: NewProviderBody): Promise<void> {
  if (!isUserName(given.id)) throw identityErrors.userNameInvalid()
  if (given.makeRoles) requireProvisionable(given.makeRoles)
  const secret =
    given.secret === undefined
      ? null
      : sealField(
          ctx.config,
          'external_provider.secret',
          [ctx.facility, given.id],
          Buffer.from(given.secret, 'utf8'),
        )
  const { numInsertedOrUpdatedRows: made = 0n } = await tables(ctx)
    .insertInto('external_provider')
    .values({
      facility: ctx.facility,
      id: given.id,
      name: given.name.normalize('NFC').trim(),
      issuer: given.issuer,
      client_id: given.clientId,
      secret,
      match_claim: given.matchClaim ?? 'preferred_username',
      mfa_values: [...(given.mfaValues ?? [])],
      make_roles: given.makeRoles ? [...given.makeRoles] : null,
      active: true,
      made_at: ctx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made === 0n) throw identityErrors.clientIdTaken({ clientId: given.id })
  await audit(ctx, 'provider-add', 'success', { provider: given.id, issuer: given.issuer })
}

export async function switchProvider(ctx: Context, id: string, active: boolean): Promise<void> {
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('external_provider')
    .set({ active })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw identityErrors.providerNotFound({ id })
  await audit(ctx, 'provider-change', 'success', { provider: id, active: active ? 'yes' : 'no' })
}
