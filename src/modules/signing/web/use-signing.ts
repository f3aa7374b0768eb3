import { api, formatTime, notify, t, useApi, useCommand } from '#web/kit/index.ts'
import type { KeyView, SignAnswer, SignBody, WaitingPaper } from '../contract.ts'

const touched = ['/api/signing', '/api/documents', '/api/records']

export const useMyKey = () => useApi<KeyView>('/api/signing/key')

/** Signs papers as they were shown; the PIN is sent once and kept nowhere. */
export function useSign(done: (answer: SignAnswer) => void) {
  return useCommand((body: SignBody, act) => api.post<SignAnswer>('/api/signing/sign', body, act), {
    refresh: touched,
    done: (answer) => {
      const { signed, failed, signedAt } = answer
      const tone = failed.length > 0 ? 'warn' : 'ok'
      notify(t('signing.done', { count: signed.length, at: formatTime(signedAt) }), { tone })
      done(answer)
    },
  })
}

export const shownAs = ({ id, version, sha256 }: WaitingPaper) => ({ id, version, sha256 })
