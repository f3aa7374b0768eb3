import type { startAuthentication } from '@simplewebauthn/browser'
import { api } from './api.ts'

type Asked = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** The device asks its holder; undefined when it was called off. What does the asking comes when it is wanted. */
export async function answerByPasskey() {
  const [optionsJSON, webAuthn] = await Promise.all([
    api.post<Asked>('/api/session/passkey/begin'),
    import('@simplewebauthn/browser'),
  ])
  return webAuthn.startAuthentication({ optionsJSON }).catch(() => undefined)
}
