import type { HospitalModule } from '#platform/module.ts'
import { cleanDrafts } from './clean-drafts.ts'
import { DraftBody, DraftList, DraftParams, KeptKey, SavedDraft } from './contract.ts'
import { keptKey } from './kept-key.ts'
import { listDrafts, readDraft, removeDraft } from './read-drafts.ts'
import { saveDraft } from './save-draft.ts'

/** Texts being written, kept on the server every two seconds, so that a killed tab loses nothing. */
export const drafts: HospitalModule = {
  name: 'drafts',
  permissions: {},
  routes(api) {
    const one = { path: '/drafts/:key', permission: 'login', params: DraftParams } as const
    api(
      { method: 'GET', path: '/drafts', permission: 'login', summary: 'My drafts', response: DraftList },
      ({ ctx }) => listDrafts(ctx),
    )
    api({ ...one, method: 'GET', summary: 'Read my draft', response: SavedDraft }, ({ ctx, params }) =>
      readDraft(ctx, params.key),
    )
    api(
      { ...one, method: 'PUT', summary: 'Keep my draft', body: DraftBody, response: SavedDraft, command: false },
      ({ ctx, params, body }) => saveDraft(ctx, params.key, body),
    )
    api({ ...one, method: 'DELETE', summary: 'Drop my draft', command: false }, ({ ctx, params }) =>
      removeDraft(ctx, params.key),
    )
    api(
      {
        method: 'GET',
        path: '/kept-key',
        permission: 'login',
        response: KeptKey,
        summary: 'My key for acts and drafts on a device',
      },
      ({ ctx }) => keptKey(ctx),
    )
  },
  jobs: [cleanDrafts],
}
