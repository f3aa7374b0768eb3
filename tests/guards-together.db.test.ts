import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Attachment, CodeSystem, Consent, Observation, Patient, Resource } from '@medplum/fhirtypes'
import { modules } from '#app/module-list.ts'
import type { Actor, Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'
import { as, withContext } from '#tests/support/database.ts'

const guards = modules.flatMap((module) => module.guards ?? [])
const subject = (id: string) => ({ reference: `Patient/${id}` })
const observation = (id: string, patient: string): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: subject(patient),
})
const labelled = (id: string): Patient => ({ resourceType: 'Patient', id, meta: { security: [{ code: 'VIP' }] } })
const refusal = (id: string): Consent => ({
  resourceType: 'Consent',
  id,
  status: 'active',
  scope: { text: 'x' },
  category: [{ text: 'x' }],
  policyRule: { text: 'x' },
  patient: subject('mine'),
  provision: { type: 'deny' },
})

/** A program that says it is a document. */
const program: Attachment = {
  contentType: 'application/pdf',
  data: Buffer.from('MZ\x90\0program').toString('base64'),
}
const url = 'urn:test:file'
const bytes = [{ url, valueBase64Binary: program.data ?? '' }]
const concepts = Array.from({ length: 5000 }, (_, n) => ({ code: `c${n}` }))
const large: CodeSystem = {
  resourceType: 'CodeSystem',
  status: 'draft',
  content: 'complete',
  url: 'urn:test:large',
}

const carriers: Readonly<Record<string, Resource>> = {
  attachment: { ...labelled('carrier'), photo: [program] },
  extension: { ...labelled('carrier'), extension: bytes },
  twin: { ...labelled('carrier'), _birthDate: { extension: bytes } } as Patient,
  'inner extension': { ...labelled('carrier'), extension: [{ url, extension: bytes }] },
  'attachment in an extension': { ...labelled('carrier'), extension: [{ url, valueAttachment: program }] },
  contained: {
    ...observation('carrier', 'mine'),
    contained: [{ resourceType: 'Media', id: 'm', status: 'completed', content: program }],
    derivedFrom: [{ reference: '#m' }],
  },
  binary: { resourceType: 'Binary', contentType: 'application/pdf', data: program.data ?? '' },
  bundle: {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        fullUrl: 'urn:uuid:0190b0a0-0000-7000-8000-000000000001',
        resource: { ...labelled('x'), photo: [program] },
      },
    ],
  },
  parameters: { resourceType: 'Parameters', parameter: [{ name: 'x', valueBase64Binary: program.data ?? '' }] },
  answer: {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    item: [{ linkId: 'a', answer: [{ valueAttachment: program }] }],
  },
  'a large code system': { ...large, concept: [...concepts, { code: 'last', extension: bytes }] },
}

const scoped = (ctx: Context): Context =>
  as(ctx, {
    scopes: {
      granted: [{ context: 'patient', type: '*', rights: 'cruds', query: '' }],
      patientId: 'mine',
    },
  } as Partial<Actor>)

/** Somebody who may write nothing of what is there. */
const restricted = (ctx: Context): Context => ({
  ...as(ctx, {}),
  access: {
    where: async () => undefined,
    permitted: async (_, asked) => asked.map(() => false),
    refuse: () => Promise.reject(Object.assign(new Error('refused'), { code: 'outside' })),
  },
})

const update = (resource: Resource): Change => ({ kind: 'update', resource })
const unlabelled = (id: string): Patient => ({ resourceType: 'Patient', id })

/** What each of many clients writes, and what it is told. */
const attempts: readonly (readonly [
  string,
  (ctx: Context) => Context,
  (n: number) => readonly Change[],
  string,
])[] = [
  ['system', (ctx) => as(ctx, { kind: 'system' }), (n) => [update(unlabelled(`free-${n}`))], 'done'],
  ['person', (ctx) => as(ctx, {}), (n) => [update(unlabelled(`vip-${n}`))], 'access.labelStays'],
  [
    'refusal',
    (ctx) => as(ctx, {}),
    (n) => [{ kind: 'delete', type: 'Consent', id: `no-${n}` }],
    'access.refusalStands',
  ],
  ['new of another', scoped, (n) => [update(observation(`new-${n}`, 'other'))], 'identity.outOfScope'],
  ['taken from another', scoped, (n) => [update(observation(`old-${n}`, 'mine'))], 'identity.outOfScope'],
  [
    'deleted of another',
    scoped,
    (n) => [{ kind: 'delete', type: 'Observation', id: `gone-${n}` }],
    'identity.outOfScope',
  ],
  ['own', scoped, (n) => [update(observation(`own-${n}`, 'mine'))], 'done'],
  ['outside', restricted, (n) => [update(observation(`seen-${n}`, 'mine'))], 'outside'],
  [
    'whole',
    restricted,
    () => [{ kind: 'create', resource: { resourceType: 'Basic', code: { text: 'x' } } }],
    'access.wholeOnly',
  ],
  [
    'the last of several',
    (ctx) => as(ctx, {}),
    (n) => [update(observation(`some-${n}`, 'mine')), update(unlabelled(`vips-${n}`))],
    'access.labelStays',
  ],
  [
    'a file',
    (ctx) => as(ctx, { kind: 'system' }),
    (n) => [update({ ...labelled(`photo-${n}`), photo: [program] })],
    'upload.kind',
  ],
]

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('guards', () => {
  it('ask each client of a group by its own rule', () =>
    withContext(
      async (ctx) => {
        const system = as(ctx, { kind: 'system' })
        const rounds = 6
        const given: Resource[] = [unlabelled('mine'), unlabelled('other')]
        for (let n = 0; n < rounds; n++) {
          for (const id of ['free', 'vip', 'vips', 'photo']) given.push(labelled(`${id}-${n}`))
          for (const id of ['old', 'gone']) given.push(observation(`${id}-${n}`, 'other'))
          given.push(refusal(`no-${n}`), observation(`own-${n}`, 'mine'), observation(`seen-${n}`, 'mine'))
        }
        await commit(system, given.map(update))
        const all = Array.from({ length: rounds }, (_, n) =>
          attempts.map(async ([name, who, changes, wanted]) => ({
            name,
            wanted,
            found: await told(commit(who(ctx), changes(n))),
          })),
        )
        const wrong = (await Promise.all(all.flat())).filter(({ wanted, found }) => wanted !== found)
        assert.deepEqual(wrong, [])
      },
      { guards },
    ))

  it('find a file wherever it stands', () =>
    withContext(
      async (ctx) => {
        const system = as(ctx, { kind: 'system' })
        await commit(system, [update(unlabelled('mine'))])
        const wrong: string[] = []
        for (const [name, resource] of Object.entries(carriers)) {
          const found = await told(commit(system, [{ kind: 'create', resource }]))
          if (found !== 'upload.kind') wrong.push(`${name}: ${found}`)
        }
        assert.deepEqual(wrong, [])
      },
      { guards },
    ))
})
