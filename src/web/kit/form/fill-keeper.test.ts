import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import { compileForm } from '#fhir/sdc/compile-form.ts'
import { ApiError } from '../net/api-error.ts'
import { FillKeeper, type FillWays, type StoredFill } from './fill-keeper.ts'
import { FormStore } from './form-store.ts'

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  item: [
    { linkId: 'reason', type: 'string' },
    { linkId: 'history', type: 'text' },
  ],
}
const form = compileForm(questionnaire)
type Kept = ReturnType<FillWays['kept']>

const said = (texts: Readonly<Record<string, string>>): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  item: Object.entries(texts).map(([linkId, valueString]) => ({ linkId, answer: [{ valueString }] })),
})
const texts = (response: QuestionnaireResponse) =>
  Object.fromEntries((response.item ?? []).map(({ linkId, answer }) => [linkId, answer?.[0]?.valueString]))

/** A server that refuses an outdated version, and a device that keeps one draft. */
class Desk {
  stored: StoredFill
  kept: Kept
  fault: ApiError | undefined
  constructor(response: QuestionnaireResponse) {
    this.stored = { version: 1, response, savedAt: '2026-11-23T03:00:00Z' }
  }
  write(response: QuestionnaireResponse, by: string): void {
    this.stored = { version: this.stored.version + 1, response, savedAt: '2026-11-23T03:05:00Z', savedBy: by }
  }
  ways: FillWays = {
    read: async () => this.stored,
    save: async (version, response) => {
      if (this.fault) throw this.fault
      if (version !== this.stored.version) throw new ApiError({ code: 'forms.changedMeanwhile', status: 409 })
      this.stored = { version: version + 1, response, savedAt: '2026-11-23T03:04:00Z' }
      return { version: version + 1, savedAt: this.stored.savedAt }
    },
    keep: (draft) => {
      this.kept = draft
      return true
    },
    kept: () => this.kept,
  }
  open(): { keeper: FillKeeper; store: FormStore; close: () => void } {
    const store = new FormStore(form, this.stored.response)
    const keeper = new FillKeeper(store, this.stored, this.ways)
    return { keeper, store, close: keeper.open() }
  }
}

const away = new ApiError({}, true)
const put = (store: FormStore, linkId: string, valueString: string) => store.answer(linkId, [{ valueString }])

describe('keeping a fill', () => {
  it('is on the device at once and on the server within two seconds', async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    const desk = new Desk(said({}))
    const { keeper, store, close } = desk.open()
    put(store, 'reason', 'Ho')
    mock.timers.tick(300)
    assert.deepEqual(texts(desk.kept?.content.mine ?? said({})), { reason: 'Ho' })
    assert.equal(desk.stored.version, 1)
    mock.timers.tick(1700)
    await keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho' })
    assert.equal(desk.kept, undefined)
    close()
    mock.timers.reset()
  })

  it('comes back after the tab was killed before anything was sent', async () => {
    const desk = new Desk(said({ reason: 'Ho' }))
    const first = desk.open()
    desk.fault = away
    put(first.store, 'history', 'Ba ngày nay')
    first.keeper.keepNow()
    await first.keeper.flush()
    assert.equal(first.keeper.status.kind, 'device')
    desk.fault = undefined
    const again = desk.open()
    assert.deepEqual(texts(again.store.response()), { reason: 'Ho', history: 'Ba ngày nay' })
    await again.keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho', history: 'Ba ngày nay' })
    first.close()
    again.close()
  })

  it('puts together what two people wrote in different items', async () => {
    const desk = new Desk(said({ reason: 'Ho' }))
    const { keeper, store, close } = desk.open()
    desk.write(said({ reason: 'Ho', history: 'của chị Lan' }), 'Lan')
    put(store, 'reason', 'Ho, sốt')
    await keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho, sốt', history: 'của chị Lan' })
    assert.deepEqual(texts(store.response()), { reason: 'Ho, sốt', history: 'của chị Lan' })
    assert.equal(keeper.otherWriter?.name, 'Lan')
    close()
  })

  it('loses neither value where both wrote: the other stays on the server until one chooses', async () => {
    const desk = new Desk(said({ reason: 'Ho' }))
    const { keeper, store, close } = desk.open()
    desk.write(said({ reason: 'Ho, khó thở' }), 'Lan')
    put(store, 'reason', 'Ho, sốt')
    await keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho, khó thở' })
    assert.deepEqual(texts(store.response()), { reason: 'Ho, sốt' })
    assert.deepEqual(store.otherAt('reason')?.answers, [{ valueString: 'Ho, khó thở' }])
    put(store, 'history', 'thêm')
    await keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho, khó thở', history: 'thêm' })
    store.settle('reason')
    await keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho, sốt', history: 'thêm' })
    close()
  })

  it('keeps an open choice over a killed tab', async () => {
    const desk = new Desk(said({ reason: 'Ho' }))
    const first = desk.open()
    desk.write(said({ reason: 'Ho, khó thở' }), 'Lan')
    put(first.store, 'reason', 'Ho, sốt')
    await first.keeper.flush()
    const again = desk.open()
    assert.deepEqual(texts(again.store.response()), { reason: 'Ho, sốt' })
    assert.deepEqual(again.store.otherAt('reason')?.answers, [{ valueString: 'Ho, khó thở' }])
    await again.keeper.flush()
    assert.deepEqual(texts(desk.stored.response), { reason: 'Ho, khó thở' })
    first.close()
    again.close()
  })

  it('shows at once what another saved while nothing waits here', async () => {
    const desk = new Desk(said({ reason: 'Ho' }))
    const { keeper, store, close } = desk.open()
    desk.write(said({ reason: 'Ho khan' }), 'Lan')
    await keeper.catchUp()
    assert.deepEqual(texts(store.response()), { reason: 'Ho khan' })
    assert.equal(keeper.waits, false)
    close()
  })
})
