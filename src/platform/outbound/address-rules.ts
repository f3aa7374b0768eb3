import { BlockList, isIP } from 'node:net'

/**
 * Addresses that are no place of the open Internet.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const special = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(bits), family)
  }
  return list
}

const within = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** An IPv4 address in the dress of IPv6 is what it is. */
function plain(address: string): string {
  const dotted = mapped.exec(address)?.[1]
  if (dotted !== undefined) return dotted
  const words = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (!words) return address
  const [high, low] = [Number.parseInt(words[1] ?? '0', 16), Number.parseInt(words[2] ?? '0', 16)]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

export interface InsideRules {
  /** Whether a name that was asked for may lead to an address. */
  allows(host: string, address: string): boolean
}

/** @param inside names, addresses and ranges of LANONG_OUTBOUND_PRIVATE, with commas */
export function insideRules(inside: string | undefined): InsideRules {
  const given = (inside ?? '').split(',').filter(Boolean)
  const ranges = blockList(given.filter((one) => isIP(one.split('/')[0] ?? '') !== 0))
  const names = new Set(given.map((one) => one.toLowerCase()))
  return {
    allows(host, given) {
      const address = plain(given)
      if (isIP(address) === 0) return false
      return !within(special, address) || within(ranges, address) || names.has(host.toLowerCase())
    },
  }
}
