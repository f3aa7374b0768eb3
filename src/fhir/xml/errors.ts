import { defineErrors } from '#kernel/app-error.ts'

export const xmlErrors = defineErrors('xml', {
  malformed: { category: 'invalid', text: 'The body is not well-formed XML: {reason}.' },
  refused: { category: 'invalid', text: 'The XML holds {what}, which is not accepted.' },
  tooDeep: { category: 'invalid', text: 'The XML is nested deeper than {most} levels.' },
  tooLarge: { category: 'invalid', text: 'The XML has more than {most} elements.' },
  namespace: { category: 'invalid', text: '{path} is not in the namespace {namespace}.' },
  unknown: { category: 'invalid', text: '{path} is not an element or attribute of its type.' },
  order: { category: 'invalid', text: '{path} stands after elements that it must precede.' },
  twice: { category: 'invalid', text: '{path} occurs more than once.' },
  empty: { category: 'invalid', text: '{path} has neither a value nor content.' },
  text: { category: 'invalid', text: '{path} holds text, which belongs into an attribute.' },
  notWritable: { category: 'business-rule', text: '{path} cannot be told in XML: {reason}.' },
})
