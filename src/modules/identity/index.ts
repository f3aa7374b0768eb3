import type { HospitalModule } from '#platform/module.ts'
import { accountRoutes } from './account-routes.ts'
import { cleanSessions } from './clean-sessions.ts'
import { endEmergencies } from './emergency/end.ts'
import { emergencyFindings } from './emergency/findings.ts'
import { emergencyRoutes } from './emergency/routes.ts'
import { externalRoutes } from './external/routes.ts'
import { factorRoutes } from './factors/routes.ts'
import { mailNotices } from './notices/mail.ts'
import { noticeRoutes } from './notices/routes.ts'
import { consentRoutes } from './oauth/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { closeUnused } from './people/unused-accounts.ts'
import { reviewRoutes } from './reviews/routes.ts'
import { sessionRoutes, setupRoutes } from './routes.ts'
import { scopeGuard } from './smart/guard.ts'
import { smartRoutes } from './smart/routes.ts'
import { staffRoutes } from './staff/routes.ts'
import { switchingRoutes } from './switching/routes.ts'

/** Accounts, sessions, roles and the authorization server. */
export const identity: HospitalModule = {
  name: 'identity',
  permissions: {
    'users.manage': 'Make, lock and change accounts, reset passwords, end sessions',
    'users.provision': 'Make, change and close accounts over SCIM',
    'users.review': 'Review the accounts of the own departments',
    'users.reviewAll': 'Begin access reviews and review all accounts',
    'users.signReview': 'Sign an access review off',
  },
  routes(api) {
    sessionRoutes(api)
    setupRoutes(api)
    accountRoutes(api)
    switchingRoutes(api)
    factorRoutes(api)
    peopleRoutes(api)
    reviewRoutes(api)
    smartRoutes(api)
    externalRoutes(api)
    staffRoutes(api)
    emergencyRoutes(api)
    noticeRoutes(api)
    consentRoutes(api)
  },
  guards: [scopeGuard],
  jobs: [cleanSessions, closeUnused, endEmergencies, mailNotices],
  findings: emergencyFindings,
}

/** What `lanong user` does. */
export { accountCommands } from './account-commands.ts'
/** Who stands behind the id kept with what is done later in somebody's name, with the rights of now. */
export { actingNow } from './acting-now.ts'
/** Tells the auditor of a request refused for lack of a permission; for `onDenied` of the server. */
export { auditDenial } from './audit.ts'
/** Who a request comes from: bearer token or browser session. */
export { authenticate } from './authenticate.ts'
/** Who a second person at another's screen is: by name and password, by passkey, by a secret that another module keeps. */
export { confirmNamed, confirmPasskey, confirmPerson } from './confirm-person.ts'
/** The demo accounts and the demo client; only in demo mode. */
export { demoPassword, listDemoAccounts, seedDemoAccounts } from './demo.ts'
/** What `lanong emergency` does. */
export { endEmergency } from './emergency/end.ts'
export { type EmergencyOpened, openEmergency } from './emergency/open.ts'
export { type Prepared, prepareEmergency } from './emergency/prepare.ts'
export { readEmergencies } from './emergency/review.ts'
/** For modules that give an account something of their own. */
export { findAccountId } from './find-account.ts'
/** Who accounts are, for the journal. */
export { type KnownAccount, knownAccounts } from './known-accounts.ts'
/** Routes outside the screens' commands: OAuth, discovery, demo accounts. */
export { mountIdentity } from './mount.ts'
/** Which client a bearer token speaks for, when that is known at once. */
export { knownClient } from './oauth/authenticate-token.ts'
/** A password that keeps the rules, for an account whose person gets another one from the administrator. */
export { makePassword } from './password.ts'
/** Cells of a personnel file. */
export { csvRows } from './people/people-file.ts'
/** What makes an installation unsafe for real patients; production refuses to start with fatal ones. */
export { checkProductionSafety, type SafetyFinding } from './production-safety.ts'
/** Stops the start when a role names a permission that no module declares. */
export { checkRoles, permissionsOf, titleOfRole } from './roles.ts'
/** What takes two persons asks it: two accounts are not two persons. */
export { isSamePerson, ownAmong } from './same-person.ts'
/** How secrets of accounts were kept before their columns were marked. */
export { secretsBefore } from './secret-key.ts'
/** The one-time code of the first-run setup, while there is no account. */
export { setupCode } from './setup.ts'
/** The context of a request with what the scopes of its token leave; for FHIR. */
export { withScopes } from './smart/scoped-view.ts'
/** What codes of departments are called. */
export { departmentNames } from './staff/departments.ts'
/** Who a second person is, by the badge alone, when they logged in fully this shift. */
export { confirmBadge } from './switching/confirm-badge.ts'
