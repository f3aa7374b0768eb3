import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formOn } from '#platform/forms/registry.ts'
import { extensionValue } from './extensions.ts'
import { Filling } from './filling.ts'
import { compileForm, sdcUrl } from './index.ts'

const empty = { resourceType: 'QuestionnaireResponse', status: 'in-progress' } as const

function fillingOf(code: string): Filling {
  const questionnaire = formOn(code, '2026-11-22').questionnaire()
  assert.ok(questionnaire)
  return new Filling(compileForm(questionnaire), empty)
}

const burn = (ageMonths: number) =>
  JSON.stringify({ v: 1, chart: { ageMonths, areas: { 'front.head': { II: 2 }, 'front.left.thigh': { V: 1 } } } })
const teeth = (...states: readonly (readonly [string, object])[]) =>
  JSON.stringify({ v: 1, chart: { teeth: Object.fromEntries(states) } })
const valueAt = (filling: Filling, key: string) => {
  const [answer] = filling.answers(key)
  return answer?.valueDecimal === undefined ? answer?.valueInteger : Number(answer.valueDecimal)
}

describe('numbers of a drawing in the fields of its form', () => {
  it('the burned area stands where the form asks for it, at once', () => {
    const filling = fillingOf('11/BV1')
    const changed = filling.set('exam.drawing.data', [{ valueString: burn(240) }])
    assert.ok(changed.includes('exam.totalArea') && changed.includes('exam.deepArea'))
    assert.deepEqual([valueAt(filling, 'exam.totalArea'), valueAt(filling, 'exam.deepArea')], [3, 1])
    filling.set('exam.drawing.data', [])
    assert.equal(valueAt(filling, 'exam.totalArea'), undefined)
  })

  it('the table by degree counts where nothing was drawn, degrees IV and V as deep', () => {
    const filling = fillingOf('11/BV1')
    for (const [at, [degree, area]] of (
      [
        ['degree3', 4],
        ['degree4', 5],
      ] as const
    ).entries()) {
      filling.addRow('exam.areas')
      filling.set(`exam.areas.degree@${at}`, [{ valueCoding: { code: degree } }])
      filling.set(`exam.areas.area@${at}`, [{ valueDecimal: area }])
    }
    assert.deepEqual([valueAt(filling, 'exam.totalArea'), valueAt(filling, 'exam.deepArea')], [9, 5])
    filling.set('exam.drawing.data', [{ valueString: burn(240) }])
    assert.equal(valueAt(filling, 'exam.totalArea'), 3)
  })

  it('teeth are counted from their chart', () => {
    for (const code of ['13/BV1', '16/BV1']) {
      const filling = fillingOf(code)
      const data = teeth(
        ['16', { states: [], surfaces: { O: 'caries' } }],
        ['26', { states: ['missing'] }],
        ['36', { states: [], surfaces: { O: 'filled' } }],
        ['55', { states: ['missing'] }],
      )
      filling.set('dental.teeth.chart.data', [{ valueString: data }])
      const found = ['dmft', 'decayed', 'missing', 'filled', 'deciduous'].map((one) =>
        valueAt(filling, `dental.teeth.index.${one}`),
      )
      assert.deepEqual(found, [3, 1, 1, 1, 1], code)
    }
  })

  it("a person's own number stays, and is marked as theirs until they take it back", () => {
    const filling = fillingOf('11/BV1')
    filling.set('exam.drawing.data', [{ valueString: burn(240) }])
    filling.set('exam.totalArea', [{ valueDecimal: 12 }])
    filling.set('exam.drawing.data', [{ valueString: burn(6) }])
    assert.equal(valueAt(filling, 'exam.totalArea'), 12)
    const again = new Filling(filling.form, filling.response())
    const [answer] = again.answers('exam.totalArea')
    assert.deepEqual([valueAt(again, 'exam.totalArea'), again.isComputed('exam.totalArea')], [12, false])
    assert.equal(extensionValue(answer ?? {}, sdcUrl.typedOver), true)
    again.set('exam.totalArea', [])
    assert.deepEqual([valueAt(again, 'exam.totalArea'), again.isComputed('exam.totalArea')], [3, true])
    again.set('exam.totalArea', [{ valueDecimal: 3 }])
    assert.equal(again.isComputed('exam.totalArea'), true, 'the same number is nobody’s own')
  })

  it('what is no drawing says nothing', () => {
    const filling = fillingOf('11/BV1')
    for (const text of ['{}', 'x', '{"v":1,"chart":{"areas":{"front.tail":{"II":1}}}}', '{"v":1}']) {
      filling.set('exam.drawing.data', [{ valueString: text }])
      assert.equal(valueAt(filling, 'exam.totalArea'), undefined, text)
    }
    assert.equal(filling.failures.size, 0)
  })
})
