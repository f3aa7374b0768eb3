import type { HospitalModule } from '#platform/module.ts'
import { accountRoutes } from './account-routes.ts'
import { cleanSessions } from './clean-sessions.ts'
import { sessionRoutes, setupRoutes } from './routes.ts'

/** Accounts, sessions, roles and the authorization server. */
export const identity: HospitalModule = {
  name: 'identity',
  permissions: {
    'users.manage': 'Make, lock and change accounts, reset passwords, end sessions',
  },
  routes(api) {
    sessionRoutes(api)
    setupRoutes(api)
    accountRoutes(api)
  },
  jobs: [cleanSessions],
}

/** What `lanong user` does. */
export { accountCommands } from './account-commands.ts'
/** Tells the auditor of a request refused for lack of a permission; for `onDenied` of the server. */
export { auditDenial } from './audit.ts'
/** Who a request comes from: bearer token or browser session. */
export { authenticate } from './authenticate.ts'
/** Who a second person at another's screen is, by name and password. */
export { confirmPerson } from './confirm-person.ts'
/** The demo accounts and the demo client; only in demo mode. */
export { demoPassword, listDemoAccounts, seedDemoAccounts } from './demo.ts'
/** A password that keeps the rules, for an account whose person gets another one from the administrator. */
/** For modules that give an account something of their own. */
export { findAccountId } from './find-account.ts'
/** Routes outside the screens' commands: OAuth, discovery, demo accounts. */
export { mountIdentity } from './mount.ts'
/** Which client a bearer token speaks for, when that is known at once. */
export { knownClient } from './oauth/authenticate-token.ts'
export { makePassword } from './password.ts'
/** What makes an installation unsafe for real patients; production refuses to start with fatal ones. */
export { checkProductionSafety, type SafetyFinding } from './production-safety.ts'
/** Stops the start when a role names a permission that no module declares. */
export { checkRoles, permissionsOf } from './roles.ts'
/** The one-time code of the first-run setup, while there is no account. */
export { setupCode } from './setup.ts'
