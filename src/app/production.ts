import { defineErrors } from '#kernel/app-error.ts'
import { checkProductionSafety, setupCode } from '#modules/identity/index.ts'
import { hasDemoAuthority } from '#modules/signing/index.ts'
import { plainWays } from '#platform/outbound/plain-ways.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'

const productionErrors = defineErrors('production', {
  plain: {
    category: 'business-rule',
    text: '{settings} would send data to another machine without encryption. Use https, smtps or sslmode=verify-full; for a host inside, name it in LANONG_OUTBOUND_PRIVATE (a database needs TLS anyway).',
  },
  unsafe: { category: 'business-rule', text: 'Not safe for real patients: {reasons}' },
})

/**
 * Refuses a production start that would be unsafe, with every reason.
 *
 * @returns the one-time code of the first setup, while there is no account
 */
export async function prepareProduction(services: Services): Promise<string | undefined> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  const fatal = (await checkProductionSafety(ctx)).filter((finding) => finding.fatal)
  const reasons = fatal.map(({ code, details }) => services.translate(code, 'en', details) ?? code)
  if (hasDemoAuthority(services.config.dataDir))
    reasons.push(services.translate('signing.demoAuthority', 'en', {}) ?? 'signing.demoAuthority')
  const plain = plainWays(services.config)
  if (plain.length > 0)
    reasons.push(
      services.translate('production.plain', 'en', { settings: plain.join(', ') }) ?? 'production.plain',
    )
  if (reasons.length > 0) throw productionErrors.unsafe({ reasons: reasons.join(' ') })
  return setupCode(ctx)
}
