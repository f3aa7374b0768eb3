import { defineErrors } from '#kernel/app-error.ts'

export const outboundErrors = defineErrors('outbound', {
  training: { category: 'forbidden', text: 'This installation is for training: nothing is sent to {host}.' },
  notListed: { category: 'forbidden', text: 'The address {host} is not among those that this server may call.' },
  inside: {
    category: 'forbidden',
    text: '{host} leads to {address}, which is inside the hospital; LANONG_OUTBOUND_PRIVATE does not name it.',
  },
  plain: {
    category: 'forbidden',
    text: '{host} would be called without encryption. Use https, or name the host in LANONG_OUTBOUND_PRIVATE when it is inside.',
  },
  timeout: { category: 'unavailable', text: '{host} did not answer within {seconds} seconds.' },
  unreachable: { category: 'unavailable', text: '{host} cannot be reached: {reason}.' },
  tooLarge: { category: 'unavailable', text: 'The answer of {host} is larger than {bytes} bytes.' },
})
