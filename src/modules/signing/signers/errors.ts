import { defineErrors } from '#kernel/app-error.ts'

export const signerErrors = defineErrors('signers', {
  remoteNotSet: { category: 'business-rule', text: 'No remote signing service is set up here.' },
  remoteUnreachable: {
    category: 'unavailable',
    text: 'The remote signing service does not answer. Nothing was signed; try again.',
  },
  remoteTimeout: {
    category: 'unavailable',
    text: 'The remote signing service did not answer within {seconds} seconds. Nothing was signed here.',
  },
  remoteGarbled: {
    category: 'unavailable',
    text: 'The remote signing service answered {method} with something that is not its protocol.',
  },
  remoteRefused: {
    category: 'business-rule',
    text: 'The remote signing service refused: {reason}. Nothing was signed.',
  },
  remoteClient: {
    category: 'unavailable',
    text: 'The remote signing service does not know this hospital: client id or secret are wrong.',
  },
  authenticationWrong: {
    category: 'business-rule',
    text: 'PIN or one-time code are not right. Nothing was signed. Ask for a new code.',
  },
  notApproved: { category: 'business-rule', text: 'The signing was not approved in the app of the service.' },
  otpMissing: { category: 'invalid', text: 'The service sent a one-time code: enter it.' },
  keyLocked: { category: 'locked', text: 'The key is locked at its holder after repeated wrong PINs.' },
  keyDisabled: {
    category: 'business-rule',
    text: 'The key is disabled at its holder, or its certificate is no longer valid.',
  },
  tooMany: {
    category: 'business-rule',
    text: 'One authentication signs at most {most} papers here; {asked} were asked.',
  },
  unknownCredential: { category: 'not-found', text: 'There is no such key any more at its holder.' },
  otherPerson: {
    category: 'business-rule',
    text: 'The certificate names {certificate}, not {person}: nobody signs with the certificate of another person.',
  },
  keyOfSeal: {
    category: 'business-rule',
    text: 'This key is the seal of the facility: no person signs with it.',
  },
  certificateChanged: {
    category: 'business-rule',
    text: 'The holder of the key has another certificate for it now: register the key again.',
  },
  tokenNotSet: { category: 'business-rule', text: 'No token or HSM is set up here (LANONG_TOKEN_MODULE).' },
  tokenGone: {
    category: 'unavailable',
    text: 'The token is not plugged in, or was pulled out. What it had signed by then stays signed.',
  },
  tokenRefused: { category: 'business-rule', text: 'The token refuses to sign with this key.' },
  weakKey: {
    category: 'business-rule',
    text: 'The key is too weak: RSA needs 2048 bits or more, ECDSA the curve P-256 or better.',
  },
})
