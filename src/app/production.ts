import { defineErrors } from '#kernel/app-error.ts'
import { checkProductionSafety, setupCode } from '#modules/identity/index.ts'
import { hasDemoAuthority } from '#modules/signing/index.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'

const productionErrors = defineErrors('production', {
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
  if (reasons.length > 0) throw productionErrors.unsafe({ reasons: reasons.join(' ') })
  return setupCode(ctx)
}
