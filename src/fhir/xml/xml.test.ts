import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { structures } from '#store/definitions.ts'
import { canonicalJson, parseJson } from '../json.ts'
import { readXml } from './read-xml.ts'
import { writeXml } from './write-xml.ts'

const patient = (inner: string, head = '') => `${head}<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`
const read = (inner: string, head = '') => canonicalJson(readXml(structures, patient(inner, head)))
const write = (json: string) => writeXml(structures, parseJson(json))

describe('readXml', () => {
  it('keeps digits, lists, extensions on primitives and the narrative', () => {
    const text = `<Observation xmlns="http://hl7.org/fhir"><!-- gone --><id value="a"/>
      <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">a <b>&lt;</b><!-- kept --> </div></text>
      <contained><Patient><name><given value="An"/><given id="g"><extension url="http://x"><valueCode value="u"/></extension></given></name></Patient></contained>
      <status value="final"/><code><text value="x&#xA;y"/></code>
      <valueQuantity><value value="7.00"/></valueQuantity></Observation>`
    assert.equal(
      canonicalJson(readXml(structures, text)),
      '{"resourceType":"Observation","id":"a","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">a <b>&lt;</b><!-- kept --> </div>"},' +
        '"contained":[{"resourceType":"Patient","name":[{"given":["An",null],"_given":[null,{"id":"g","extension":[{"url":"http://x","valueCode":"u"}]}]}]}],' +
        '"status":"final","code":{"text":"x\\ny"},"valueQuantity":{"value":7.00}}',
    )
  })

  it('leaves out a list in which no item has a value', () =>
    assert.equal(
      read('<name><given><extension url="http://x"><valueCode value="u"/></extension></given></name>'),
      '{"resourceType":"Patient","name":[{"_given":[{"extension":[{"url":"http://x","valueCode":"u"}]}]}]}',
    ))

  it('keeps what does not fit its type as text, for validation to name', () =>
    assert.equal(read('<active value="yes"/>'), '{"resourceType":"Patient","active":"yes"}'))

  const deep = '<extension url="a">'.repeat(80) + '</extension>'.repeat(80)
  const refused: readonly (readonly [string, string, string, string?])[] = [
    ['a document type', '', 'xml.refused', '<!DOCTYPE Patient [<!ENTITY a "b">]>'],
    ['a processing instruction', '<?php 1 ?>', 'xml.refused'],
    ['another encoding', '', 'xml.refused', '<?xml version="1.0" encoding="UTF-16"?>'],
    ['an unknown entity', '<gender value="&nbsp;"/>', 'xml.malformed'],
    ['an unknown element', '<colour value="red"/>', 'xml.unknown'],
    ['a name of Object', '<__proto__ value="red"/>', 'xml.unknown'],
    ['an unknown attribute', '<active value="true" x="1"/>', 'xml.unknown'],
    ['an id as element', '<name><id value="a"/></name>', 'xml.unknown'],
    ['a single element twice', '<active value="true"/><active value="true"/>', 'xml.twice'],
    ['two variants of a choice', '<deceasedBoolean value="true"/><deceasedDateTime value="2020"/>', 'xml.twice'],
    ['elements out of order', '<gender value="male"/><active value="true"/>', 'xml.order'],
    ['text outside attributes', '<active>true</active>', 'xml.text'],
    ['an empty element', '<name/>', 'xml.empty'],
    ['an empty value', '<active value=""/>', 'xml.empty'],
    ['a primitive without anything', '<active/>', 'xml.empty'],
    ['another namespace', '<active xmlns="urn:x" value="true"/>', 'xml.namespace'],
    ['a narrative outside XHTML', '<text><status value="empty"/><div>x</div></text>', 'xml.namespace'],
    ['two resources in one contained', '<contained><Patient/><Patient/></contained>', 'xml.twice'],
    ['a depth bomb', deep, 'xml.tooDeep'],
    [
      'a depth bomb in the narrative',
      `<text><status value="empty"/><div xmlns="http://www.w3.org/1999/xhtml">${'<p>'.repeat(90)}`,
      'xml.tooDeep',
    ],
    ['an unclosed tag', '<active', 'xml.malformed'],
    ['NUL', '<id value="a\u0000"/>', 'xml.malformed'],
    ['a lone surrogate', '<id value="a\uD800b"/>', 'xml.refused'],
    ['a lone surrogate by number', '<id value="&#xD800;"/>', 'xml.malformed'],
  ]
  for (const [what, inner, code, head] of refused)
    it(`refuses ${what}`, () => assert.throws(() => read(inner, head), { code }))

  it('refuses an unknown resource', () =>
    assert.throws(() => readXml(structures, '<Elefant xmlns="http://hl7.org/fhir"/>'), { code: 'xml.unknown' }))
})

describe('writeXml', () => {
  it('writes elements in the order of the definition', () =>
    assert.equal(
      write('{"gender":"male","resourceType":"Patient","active":true,"id":"a"}'),
      '<?xml version="1.0" encoding="UTF-8"?><Patient xmlns="http://hl7.org/fhir"><id value="a"/><active value="true"/><gender value="male"/></Patient>',
    ))

  it('escapes what XML would change', () =>
    assert.match(
      write('{"resourceType":"Patient","name":[{"text":"a\\t\\"<&>\\r\\n"}]}'),
      /<text value="a&#x9;&quot;&lt;&amp;&gt;&#xD;&#xA;"\/>/,
    ))

  const refused: readonly (readonly [string, string])[] = [
    ['an unknown member', '{"resourceType":"Patient","colour":"red"}'],
    ['a control character', '{"resourceType":"Patient","name":[{"text":"\\u0001"}]}'],
    ['a lone surrogate', '{"resourceType":"Patient","name":[{"text":"\\ud800"}]}'],
    [
      'a narrative that is not well-formed',
      '{"resourceType":"Patient","text":{"status":"empty","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"></div><script/>"}}',
    ],
    ['a narrative that is no div', '{"resourceType":"Patient","text":{"status":"empty","div":"<script/>"}}'],
  ]
  for (const [what, json] of refused)
    it(`refuses ${what}`, () => assert.throws(() => write(json), { code: 'xml.notWritable' }))
})
