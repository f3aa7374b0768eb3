import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SaxesParser } from 'saxes'
import { sampleCharts } from '#tests/support/drawings.ts'
import {
  type DrawingKind,
  drawingFigures,
  drawingKinds,
  drawingLimits,
  drawingSvg,
  isEmptyDrawing,
  markLimits,
  readDrawing,
  signNames,
  specs,
  writeDrawing,
} from './index.ts'

interface Seen {
  readonly elements: Set<string>
  readonly attributes: Set<string>
  readonly texts: string[]
}

/** Reads the picture as strict XML; throws where it is none. */
function readXml(svg: string): Seen {
  const seen: Seen = { elements: new Set(), attributes: new Set(), texts: [] }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    seen.elements.add(name)
    for (const one of Object.values(attributes)) seen.attributes.add(`${one.name}=${one.value}`)
  })
  parser.on('text', (text) => {
    if (text.trim()) seen.texts.push(text)
  })
  parser.write(svg).close()
  return seen
}

const allowed = [
  'svg',
  'title',
  'rect',
  'defs',
  'pattern',
  'clipPath',
  'g',
  'path',
  'line',
  'circle',
  'ellipse',
  'text',
]

/** A drawing with every part named, a mark of every sort, and the values of its kind. */
function full(kind: DrawingKind) {
  const { plan } = specs[kind]
  const parts = plan.states.length > 0 ? plan.regions : []
  const regions = Object.fromEntries(
    parts.map((region, at) => [
      region.id,
      { state: plan.states[at % plan.states.length]?.code, note: `ghi chú ${at}` },
    ]),
  )
  const marks = [
    { t: 'pen', c: 'red', w: 2, p: [10, 10, 40, 40, 60, 20] },
    { t: 'area', c: 'blue', k: 'hatch', p: [100, 100, 140, 100, 140, 140] },
    ...signNames.map((k, at) => ({ t: 'sign', c: 'black', k, x: 20 + at * 20, y: 200 })),
    { t: 'text', c: 'green', x: 30, y: 150, text: 'sẹo cũ 2 cm' },
  ]
  return { v: 1, regions, marks, chart: sampleCharts[kind] }
}

describe('drawingSvg', () => {
  for (const kind of drawingKinds) {
    it(`${kind}: empty and full are valid SVG of known elements only, within their sheet`, () => {
      for (const data of ['', full(kind)]) {
        const svg = drawingSvg(kind, data)
        const { elements, attributes } = readXml(svg)
        assert.deepEqual(
          [...elements].filter((name) => !allowed.includes(name)),
          [],
        )
        assert.deepEqual(
          [...attributes].filter((one) => /^on|^href|^xlink|javascript:|NaN|Infinity|undefined/i.test(one)),
          [],
        )
        assert.doesNotMatch(svg, /NaN|undefined/)
        assert.ok(svg.length < 600_000, `${svg.length} characters`)
      }
    })

    it(`${kind}: names of parts are unique and numbers stand on the sheet`, () => {
      const { plan } = specs[kind]
      assert.equal(new Set(plan.regions.map(({ id }) => id)).size, plan.regions.length)
      assert.equal(new Set(plan.regions.map(({ name }) => name.vi)).size, plan.regions.length)
      for (const { id, at } of plan.regions)
        assert.ok(at[0] >= 0 && at[0] <= plan.size.width && at[1] >= 0 && at[1] <= plan.size.height, id)
    })

    it(`${kind}: stored, read and stored again is the same`, () => {
      const stored = writeDrawing(readDrawing(kind, JSON.stringify(full(kind))))
      assert.equal(writeDrawing(readDrawing(kind, stored)), stored)
      assert.equal(isEmptyDrawing(kind, readDrawing(kind, stored)), false)
      assert.equal(isEmptyDrawing(kind, readDrawing(kind, '')), true)
    })
  }

  it('says in words what every part and mark says', () => {
    const { texts } = readXml(drawingSvg('hand', full('hand')))
    assert.ok(texts.includes('1. gan tay phải, ngón cái: vết thương (ghi chú 0)'), texts.join('\n'))
    assert.ok(texts.includes('sẹo cũ 2 cm'))
  })

  for (const text of [
    '<script>alert(1)</script>',
    '"/><image href="http://example.invalid/x"/>',
    ']]>&amp;<!--',
    '👍 é 漢',
  ])
    it(`draws ${JSON.stringify(text)} as text`, () => {
      const { elements, texts } = readXml(
        drawingSvg('fundus', {
          v: 1,
          marks: [{ t: 'text', c: 'black', x: 10, y: 20, text }],
          regions: { 'right.disc': { state: 'pale', note: text } },
        }),
      )
      assert.ok(!elements.has('script') && !elements.has('image'))
      const shown = texts.join('')
      assert.ok(shown.includes(text), shown)
    })

  for (const [text, printed] of [
    ['\u202eabc', 'abc'],
    ['a\u0000b\u0008c', 'abc'],
    ['a\ud800b', 'a\ufffdb'],
  ] as const)
    it(`draws ${JSON.stringify(text)} without what cannot be printed`, () => {
      const marks = [{ t: 'text', c: 'black', x: 10, y: 20, text }]
      assert.ok(readXml(drawingSvg('sketch', { v: 1, marks })).texts.includes(printed))
    })

  it('breaks a long text into lines of the picture and loses no letter of it', () => {
    const text = `${'vết thương rách da đầu vùng thái dương '.repeat(5)}xin`.slice(0, 200).trim()
    const endless = 'x'.repeat(200)
    for (const kind of ['eye-front-right', 'fundus'] as const)
      for (const [note, x] of [
        [text, 10],
        [endless, 300],
      ] as const) {
        const { plan } = specs[kind]
        const parts = { [plan.regions[0]?.id ?? '']: { state: plan.states[0]?.code, note } }
        const marks = [{ t: 'text', c: 'black', x, y: 20, text: note }]
        const { texts } = readXml(drawingSvg(kind, { v: 1, regions: parts, marks }))
        assert.ok(texts.every((one) => one.length * 13 * 0.5 < plan.size.width))
        const told = texts.join('').replaceAll(' ', '')
        assert.equal(told.split(note.replaceAll(' ', '')).length - 1, 2)
      }
  })

  it('writes Vietnamese in one composed form', () => {
    const { texts } = readXml(
      drawingSvg('sketch', { v: 1, marks: [{ t: 'text', c: 'red', x: 1, y: 1, text: 'sẹo'.normalize('NFD') }] }),
    )
    assert.ok(texts.includes('sẹo'.normalize('NFC')))
  })
})

describe('readDrawing', () => {
  const refused: readonly (readonly [string, string, unknown])[] = [
    ['drawings.unknownKind', 'heart', ''],
    ['drawings.unknownKind', '__proto__', ''],
    ['drawings.notReadable', 'sketch', '{'],
    ['drawings.notReadable', 'sketch', '[]'],
    ['drawings.notReadable', 'sketch', { v: 2 }],
    ['drawings.notReadable', 'sketch', { v: 1, marks: {} }],
    ['drawings.tooLarge', 'sketch', `"${'x'.repeat(drawingLimits.characters)}"`],
    [
      'drawings.tooLarge',
      'sketch',
      { v: 1, marks: Array(markLimits.marks + 1).fill({ t: 'sign', c: 'red', k: 'dot', x: 1, y: 1 }) },
    ],
    ['drawings.wrongMark', 'sketch', { v: 1, marks: [{ t: 'sign', c: 'red', k: 'dot', x: -1, y: 1 }] }],
    ['drawings.wrongMark', 'sketch', { v: 1, marks: [{ t: 'sign', c: 'red', k: 'toString', x: 1, y: 1 }] }],
    ['drawings.wrongMark', 'sketch', { v: 1, marks: [{ t: 'constructor', c: 'red', x: 1, y: 1 }] }],
    ['drawings.wrongMark', 'sketch', { v: 1, marks: [{ t: 'pen', c: 'pink', w: 2, p: [1, 1, 2, 2] }] }],
    ['drawings.wrongMark', 'sketch', { v: 1, marks: [{ t: 'pen', c: 'red', w: 2, p: [1, 1, 2] }] }],
    ['drawings.wrongMark', 'sketch', { v: 1, marks: [{ t: 'pen', c: 'red', w: 2, p: [1, 1, 2, '2'] }] }],
    [
      'drawings.wrongMark',
      'sketch',
      { v: 1, marks: [{ t: 'text', c: 'red', x: 1, y: 1, text: 'x'.repeat(201) }] },
    ],
    ['drawings.unknownRegion', 'hand', { v: 1, regions: { liver: { state: 'wound' } } }],
    ['drawings.unknownState', 'hand', { v: 1, regions: { 'right.palm.thumb': { state: 'broken' } } }],
    ['drawings.unknownRegion', 'teeth', { v: 1, chart: { teeth: { 19: { states: ['missing'] } } } }],
    ['drawings.wrongValue', 'teeth', { v: 1, chart: { teeth: { 11: { states: ['gone'] } } } }],
    ['drawings.unknownRegion', 'burn-body', { v: 1, chart: { areas: { 'front.tail': { II: 1 } } } }],
    ['drawings.areaTooLarge', 'burn-body', { v: 1, chart: { areas: { 'front.head': { II: 2, III: 1.6 } } } }],
    ['drawings.wrongValue', 'growth', { v: 1, chart: { sex: 'male', measure: 'age', points: [] } }],
    ['drawings.wrongValue', 'partograph', { v: 1, chart: { rows: [{ h: 0, cervix: 11 }] } }],
    ['drawings.wrongValue', 'partograph', { v: 1, chart: { start: '25:00', rows: [] } }],
    ['drawings.wrongValue', 'fetal-lie', { v: 1, chart: { lie: 'upright' } }],
  ]
  for (const [code, kind, data] of refused)
    it(`${kind} ${JSON.stringify(data).slice(0, 80)}: ${code}`, () => {
      assert.throws(() => readDrawing(kind, data), { code })
      assert.throws(() => drawingSvg(kind, data), { code })
    })
})

describe('drawingFigures', () => {
  it('hands over what items of a form may take', () => {
    assert.deepEqual(drawingFigures('burn-body', full('burn-body')), {
      total: 9.5,
      withoutFirst: 8.5,
      deep: 1,
      degreeI: 1,
      degreeII: 4.5,
      degreeIII: 3,
      degreeIV: 1,
      degreeV: 0,
    })
    assert.deepEqual(drawingFigures('hand', ''), {})
  })
})
