import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, QuestionnaireItem, QuestionnaireResponse, Resource } from '@medplum/fhirtypes'
import { structures } from '#store/definitions.ts'
import { ask, blank, group, questionnaire } from '#tests/support/questionnaires.ts'
import { decimal } from '../decimal.ts'
import { validateResource } from '../validate.ts'
import { compileForm } from './compile-form.ts'
import { sdcUrl } from './extensions.ts'
import { extract } from './extract.ts'

const context = {
  environment: {},
  subject: 'Patient/p',
  encounter: 'Encounter/e',
  author: { reference: 'Practitioner/d', display: 'BS. An' },
  authored: '2026-11-22T10:00:00+07:00',
  source: 'QuestionnaireResponse/q',
}

function said(items: QuestionnaireItem[], given: QuestionnaireResponse['item']) {
  const found = extract(compileForm(questionnaire(items)), blank(given), context)
  for (const { resource } of found) {
    const { issues } = validateResource(structures, resource)
    assert.deepEqual(
      issues.filter(({ severity }) => severity === 'error'),
      [],
      JSON.stringify(resource),
    )
  }
  return found
}

const as = <T extends Resource>(found: readonly { resource: Resource }[], at = 0) => found[at]?.resource as T
const isObserved = { url: sdcUrl.observationExtract, valueBoolean: true }
const loinc = (code: string) => ({ code: [{ system: 'http://loinc.org', code }] })
const definition = (path: string) => `http://hl7.org/fhir/StructureDefinition/${path.split('.')[0]}#${path}`
const from = (type: string) => ({
  url: sdcUrl.definitionExtract,
  extension: [{ url: 'definition', valueCanonical: `http://hl7.org/fhir/StructureDefinition/${type}` }],
})
const fixed = (path: string, value: object) => ({
  url: sdcUrl.definitionExtractValue,
  extension: [
    { url: 'definition', valueUri: definition(path) },
    { url: 'fixed-value', ...value },
  ],
})

describe('a form tells the chart', () => {
  it('one panel of a group of components, and none of what came from the chart', () => {
    const component = { url: sdcUrl.observationExtract, valueCode: 'component' as const }
    const unit = {
      url: sdcUrl.unit,
      valueCoding: { system: 'http://unitsofmeasure.org', code: 'mm[Hg]', display: 'mmHg' },
    }
    const part = (linkId: string, code: string) => ({
      ...ask(linkId, 'integer'),
      ...loinc(code),
      extension: [component, unit],
    })
    const pressure = {
      ...group('bp', [part('bp.systolic', '8480-6'), part('bp.diastolic', '8462-4')]),
      ...loinc('85354-9'),
      extension: [isObserved],
    }
    const item = (extension: object[]) => [
      {
        linkId: 'bp',
        item: [
          { linkId: 'bp.systolic', answer: [{ valueInteger: 120, extension }] },
          { linkId: 'bp.diastolic', answer: [{ valueInteger: 80, extension }] },
        ],
      },
    ]
    const found = said([pressure], item([]) as never)
    assert.equal(found.length, 1)
    const { code, component: parts } = as<Observation>(found)
    assert.equal(code.coding?.[0]?.code, '85354-9')
    assert.deepEqual(
      parts?.map((one) => [one.code.coding?.[0]?.code, one.valueQuantity?.value, one.valueQuantity?.code]),
      [
        ['8480-6', 120, 'mm[Hg]'],
        ['8462-4', 80, 'mm[Hg]'],
      ],
    )
    const known = { url: sdcUrl.filledFrom, valueReference: { reference: 'Observation/o' } }
    assert.deepEqual(said([pressure], item([known]) as never), [])
  })

  it('observations with code, unit, category and source', () => {
    const category = {
      url: sdcUrl.observationCategory,
      valueCodeableConcept: { coding: [{ code: 'vital-signs' }] },
    }
    const unit = {
      url: sdcUrl.unit,
      valueCoding: { system: 'http://unitsofmeasure.org', code: 'kg', display: 'kg' },
    }
    const items = [
      group(
        'vitals',
        [ask('kg', 'decimal', { ...loinc('29463-7'), extension: [isObserved, unit] }), ask('note', 'string')],
        {
          extension: [category],
        },
      ),
      ask('skin', 'choice', {
        ...loinc('39107-8'),
        extension: [isObserved],
        answerOption: [{ valueCoding: { code: '1', display: 'Hồng' } }],
      }),
    ]
    const given = [
      {
        linkId: 'vitals',
        item: [
          { linkId: 'kg', answer: [{ valueDecimal: decimal('61.50') }] },
          { linkId: 'note', answer: [{ valueString: 'x' }] },
        ],
      },
      { linkId: 'skin', answer: [{ valueCoding: { code: '1', display: 'Hồng' } }] },
    ]
    const found = said(items, given)
    assert.deepEqual(
      found.map(({ key }) => key),
      ['kg', 'skin'],
    )
    assert.equal(
      JSON.stringify(as(found)),
      '{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}],"text":"kg"},"subject":{"reference":"Patient/p"},"encounter":{"reference":"Encounter/e"},"effectiveDateTime":"2026-11-22T10:00:00+07:00","performer":[{"reference":"Practitioner/d","display":"BS. An"}],"valueQuantity":{"value":61.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"},"derivedFrom":[{"reference":"QuestionnaireResponse/q"}]}',
    )
    assert.deepEqual(as<Resource & { valueCodeableConcept: object }>(found, 1).valueCodeableConcept, {
      text: 'Hồng',
    })
  })

  it('nothing that it took from an observation, and nothing that is not asked', () => {
    const when = { enableWhen: [{ question: 'a', operator: '=' as const, answerBoolean: true }] }
    const items = [
      ask('a', 'boolean'),
      ask('kg', 'decimal', { ...loinc('29463-7'), extension: [isObserved] }),
      ask('cm', 'decimal', { ...loinc('8302-2'), extension: [isObserved], ...when }),
    ]
    const taken = {
      extension: [{ url: sdcUrl.filledFrom, valueReference: { reference: 'Observation/1' } }],
      valueDecimal: 60,
    }
    assert.deepEqual(
      said(items, [
        { linkId: 'kg', answer: [taken] },
        { linkId: 'cm', answer: [{ valueDecimal: 170 }] },
      ]),
      [],
    )
  })

  it('resources by definition, one for each row, with what R4 demands', () => {
    const rows = group(
      'op',
      [
        ask('op.name', 'string', { definition: definition('Procedure.code.text') }),
        ask('op.code', 'choice', { definition: definition('Procedure.code.coding') }),
        ask('op.start', 'dateTime', { definition: definition('Procedure.performedPeriod.start') }),
        ask('op.who', 'string', { repeats: true, definition: definition('Procedure.performer.actor.display') }),
      ],
      { repeats: true, extension: [from('Procedure'), fixed('Procedure.status', { valueCode: 'completed' })] },
    )
    const row = (...names: string[]) => ({
      linkId: 'op',
      item: [
        { linkId: 'op.name', answer: [{ valueString: 'Cắt ruột thừa nội soi' }] },
        {
          linkId: 'op.code',
          answer: [{ valueCoding: { system: 'http://hl7.org/fhir/sid/icd-9-cm', code: '47.01' } }],
        },
        { linkId: 'op.start', answer: [{ valueDateTime: '2026-11-22T08:00:00+07:00' }] },
        { linkId: 'op.who', answer: names.map((valueString) => ({ valueString })) },
      ],
    })
    const found = said([rows], [row('BS. An'), row('BS. Bình', 'BS. Chi'), { linkId: 'op' }])
    assert.deepEqual(
      found.map(({ key }) => key),
      ['Procedure:op@0', 'Procedure:op@1'],
    )
    const { resourceType: _type, extension: _source, ...second } = as<Resource & { extension: object }>(found, 1)
    assert.deepEqual(second, {
      code: {
        text: 'Cắt ruột thừa nội soi',
        coding: [{ system: 'http://hl7.org/fhir/sid/icd-9-cm', code: '47.01' }],
      },
      performedPeriod: { start: '2026-11-22T08:00:00+07:00' },
      performer: [{ actor: { display: 'BS. Bình' } }, { actor: { display: 'BS. Chi' } }],
      status: 'completed',
      recorder: context.author,
      subject: { reference: 'Patient/p' },
      encounter: { reference: 'Encounter/e' },
    })
  })

  it('diagnoses, drugs, allergies and family history, valid each', () => {
    const items = [
      group('dx', [ask('dx.code', 'choice', { definition: definition('Condition.code') })], {
        extension: [from('Condition')],
      }),
      group('rx', [ask('rx.name', 'string', { definition: definition('MedicationRequest.medication[x]') })], {
        extension: [from('MedicationRequest')],
      }),
      group('al', [ask('al.what', 'string', { definition: definition('AllergyIntolerance.code') })], {
        extension: [from('AllergyIntolerance')],
      }),
      ask('fam', 'text', {
        definition: definition('FamilyMemberHistory.note.text'),
        extension: [from('FamilyMemberHistory')],
      }),
    ]
    const given = [
      {
        linkId: 'dx',
        item: [
          {
            linkId: 'dx.code',
            answer: [
              { valueCoding: { system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10', display: 'Tăng huyết áp' } },
            ],
          },
        ],
      },
      { linkId: 'rx', item: [{ linkId: 'rx.name', answer: [{ valueString: 'Amlodipin 5 mg' }] }] },
      { linkId: 'al', item: [{ linkId: 'al.what', answer: [{ valueString: 'Penicilin' }] }] },
      { linkId: 'fam', answer: [{ valueString: 'Bố tăng huyết áp' }] },
    ]
    const found = said(items, given)
    assert.deepEqual(
      found.map(({ resource }) => resource.resourceType),
      ['Condition', 'MedicationRequest', 'AllergyIntolerance', 'FamilyMemberHistory'],
    )
    assert.match(JSON.stringify(found), /"medicationCodeableConcept":\{"text":"Amlodipin 5 mg"\}/)
    assert.match(JSON.stringify(found), /"note":\[\{"text":"Bố tăng huyết áp"\}\]/)
  })
})
