import { defineErrors } from '#kernel/app-error.ts'

/** Failures of accounts, sessions and tokens. Texts are deliberately silent about which user names exist. */
export const identityErrors = defineErrors('identity', {
  wrongCredentials: { category: 'unauthenticated', text: 'User name or password is wrong.' },
  locked: {
    category: 'locked',
    text: 'Too many wrong passwords. Login is closed until {until}; try again in {minutes} minutes.',
  },
  tooManyAttempts: {
    category: 'too-many',
    text: 'Too many failed logins from this device. Try again in {seconds} seconds.',
  },
  accountOff: { category: 'forbidden', text: 'This account was locked by an administrator.' },
  mustChangePassword: { category: 'forbidden', text: 'Choose a new password first.' },
  csrf: { category: 'forbidden', text: 'The request lacks the token of this session. Reload the page.' },
  crossOrigin: { category: 'forbidden', text: 'The request came from another site.' },
  tokenInvalid: { category: 'unauthenticated', text: 'The access token is not valid or has expired.' },
  accountNotFound: { category: 'not-found', text: 'There is no account {id}.' },
  userNameTaken: { category: 'conflict', text: 'The user name {userName} is taken.' },
  userNameInvalid: { category: 'invalid', text: 'A user name has 2 to 64 small letters, digits, dots, dashes.' },
  passwordWeak: { category: 'business-rule', text: 'The password does not follow the rules: {reasons}.' },
  passwordWrong: { category: 'business-rule', text: 'The current password is wrong.' },
  unknownRole: { category: 'invalid', text: 'There is no role {role}.' },
  ownAccount: {
    category: 'business-rule',
    text: 'Nobody locks their own account or takes away their own administration.',
  },
  unknownPermission: { category: 'fault', text: 'Roles name permissions that no module has: {permissions}.' },
  setupDone: { category: 'conflict', text: 'This installation is already set up.' },
  setupCodeWrong: {
    category: 'forbidden',
    text: 'The setup code is wrong. It is printed on the console of the server.',
  },
  interactionGone: { category: 'gone', text: 'This request for access is over. Start again in the application.' },
  clientIdTaken: { category: 'conflict', text: 'The system {clientId} exists already.' },
  clientNotFound: { category: 'not-found', text: 'There is no system {clientId}.' },
})
