import type { Extension, Questionnaire } from '@medplum/fhirtypes'
import { assemble, translated } from '#fhir/sdc/index.ts'
import { cs } from '#fhir/systems.ts'
import { formKinds } from '#kernel/form-words.ts'
import { present } from '#kernel/present.ts'
import { type FormEdition, type FormSlot, formKey } from '#platform/forms/edition.ts'
import { findPart } from '#platform/forms/registry.ts'
import type { FormSettings } from '../workshop-contract.ts'

export type OwnForm = Questionnaire & { id: string }

/** Marks Questionnaires that a hospital made, so that they are found. */
export const ownTag = { system: 'urn:lanong:tag', code: 'own-form' } as const

const ext = {
  /** Parts `kind`, `toPatient`, `source`. */
  settings: 'urn:lanong:ext:form-settings',
  /** One place for a signature: parts `id`, `role`, `vi`, `en`, `order`, `required`, `note`. */
  slot: 'urn:lanong:ext:form-slot',
  /** Proposed, sent back, approved, retired: parts `step`, `at`, `who`, `reason`. */
  step: 'urn:lanong:ext:form-step',
} as const

export const isOwn = (form: Questionnaire): boolean =>
  form.meta?.tag?.some(({ system, code }) => system === ownTag.system && code === ownTag.code) === true

export type OwnState = 'draft' | 'proposed' | 'active' | 'retired'

export interface FormStep {
  readonly step: 'proposed' | 'returned' | 'approved' | 'retired'
  readonly at: string
  readonly who: string
  readonly by: string
  readonly reason?: string
}

const partOf = (one: Extension, url: string) => one.extension?.find((part) => part.url === url)

export function stepsOf(form: Questionnaire): readonly FormStep[] {
  return (form.extension ?? [])
    .filter(({ url }) => url === ext.step)
    .map((one) => ({
      step: (partOf(one, 'step')?.valueCode ?? 'proposed') as FormStep['step'],
      at: partOf(one, 'at')?.valueDateTime ?? '',
      who: partOf(one, 'who')?.valueReference?.identifier?.value ?? '',
      by: partOf(one, 'who')?.valueReference?.display ?? '',
      ...present({ reason: partOf(one, 'reason')?.valueString }),
    }))
}

export function withStep(form: OwnForm, { step, at, who, by, reason }: FormStep): OwnForm {
  const extension: Extension[] = [
    { url: 'step', valueCode: step },
    { url: 'at', valueDateTime: at },
    { url: 'who', valueReference: { identifier: { system: 'urn:lanong:sid:account', value: who }, display: by } },
    ...(reason === undefined ? [] : [{ url: 'reason', valueString: reason }]),
  ]
  return { ...form, extension: [...(form.extension ?? []), { url: ext.step, extension }] }
}

export function stateOf(form: Questionnaire): OwnState {
  if (form.status === 'active' || form.status === 'retired') return form.status
  return stepsOf(form).at(-1)?.step === 'proposed' ? 'proposed' : 'draft'
}

export function settingsOf(form: Questionnaire): FormSettings {
  const settings = form.extension?.find(({ url }) => url === ext.settings)
  const kind = settings && partOf(settings, 'kind')?.valueCode
  const title = form.title ?? form.name ?? form.id ?? ''
  return {
    code: form.code?.find(({ system }) => system === cs.form)?.code ?? form.id ?? '',
    title: { vi: title, en: translated((form as { _title?: { extension?: Extension[] } })._title, 'en') ?? title },
    kind: formKinds.find((one) => one === kind) ?? 'local',
    source: (settings && partOf(settings, 'source')?.valueString) ?? form.publisher ?? '–',
    toPatient: (settings && partOf(settings, 'toPatient')?.valueBoolean) ?? false,
    slots: slotsOf(form).map(({ note, ...slot }) => ({ ...slot, ...(note === undefined ? {} : { note }) })),
  }
}

function slotsOf(form: Questionnaire): readonly FormSlot[] {
  return (form.extension ?? [])
    .filter(({ url }) => url === ext.slot)
    .map((one, at) => ({
      id: partOf(one, 'id')?.valueString ?? `slot${at + 1}`,
      role: partOf(one, 'role')?.valueCode ?? 'doctor',
      title: { vi: partOf(one, 'vi')?.valueString ?? '', en: partOf(one, 'en')?.valueString ?? '' },
      order: partOf(one, 'order')?.valueInteger ?? at + 1,
      required: partOf(one, 'required')?.valueBoolean ?? true,
      note: partOf(one, 'note')?.valueString,
    }))
}

function slotExtension({ id, role, title, order, required, note }: FormSettings['slots'][number]): Extension {
  return {
    url: ext.slot,
    extension: [
      { url: 'id', valueString: id },
      { url: 'role', valueCode: role },
      { url: 'vi', valueString: title.vi },
      { url: 'en', valueString: title.en },
      { url: 'order', valueInteger: order },
      { url: 'required', valueBoolean: required },
      ...(note === undefined ? [] : [{ url: 'note', valueString: note }]),
    ],
  }
}

const ofSettings = new Set<string>([ext.settings, ext.slot])

/** Who proposed and approved, as stored; what a client sends of it never counts. */
const stepExtensions = (form: Questionnaire | undefined): readonly Extension[] =>
  (form?.extension ?? []).filter(({ url }) => url === ext.step)

/** The questions of one Questionnaire under the settings, as a draft of the hospital. */
export function draftOf(
  id: string,
  questionnaire: Questionnaire,
  settings: FormSettings,
  before?: OwnForm,
): OwnForm {
  const { meta: _meta, text: _text, effectivePeriod: _period, version: _version, ...given } = questionnaire
  const { approvalDate: _day, ...rest } = given
  const { code, title, kind, source, toPatient } = settings
  return {
    ...rest,
    id,
    meta: { tag: [ownTag] },
    extension: [
      ...(questionnaire.extension ?? []).filter(({ url }) => !ofSettings.has(url) && url !== ext.step),
      {
        url: ext.settings,
        extension: [
          { url: 'kind', valueCode: kind },
          { url: 'toPatient', valueBoolean: toPatient },
          { url: 'source', valueString: source },
        ],
      },
      ...settings.slots.map(slotExtension),
      ...stepExtensions(before),
    ],
    url: `urn:lanong:form:${formKey(code)}`,
    name: `Form${formKey(code).replaceAll('-', '')}`,
    title: title.vi,
    ...{ _title: translation(title.en) },
    status: 'draft',
    subjectType: ['Patient'],
    code: [{ system: cs.form, code }],
  } as OwnForm
}

const translation = (en: string) => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/translation',
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: en },
      ],
    },
  ],
})

/** The settings with which an edition of a form begins. */
export function settingsFrom({ code, title, kind, source, toPatient, slots }: FormEdition): FormSettings {
  return {
    code,
    title: { ...title },
    kind,
    source,
    toPatient,
    slots: slots.map(({ note, ...slot }) => ({ ...slot, title: { ...slot.title }, ...(note ? { note } : {}) })),
  }
}

/** A form of the hospital as an edition, in use or not yet. */
export function editionFrom(form: OwnForm): FormEdition {
  const settings = settingsOf(form)
  let assembled: Questionnaire | undefined
  return {
    ...settings,
    form: formKey(settings.code),
    verified: false,
    slots: slotsOf(form),
    validFrom: form.version ?? '0000-00-00',
    validTo: form.status === 'retired' ? form.effectivePeriod?.end : undefined,
    template: '_print/statutory.typ',
    own: true,
    isFilled: true,
    questionnaire() {
      assembled ??= assemble(form, findPart)
      return assembled
    },
  }
}
