import { oids } from '../der/oids.ts'
import { type DerNode, derErrors } from '../der/read.ts'
import { oid } from '../der/write.ts'

/** Tags of the parts, in order; `?` marks one that may be absent. */
function parts(node: DerNode | undefined, own: number, tags: readonly (number | `?${number}`)[]): void {
  const at = { index: 0 }
  const children = node?.children ?? []
  for (const wanted of tags) {
    const optional = typeof wanted === 'string'
    const tag = optional ? Number(wanted.slice(1)) : wanted
    if (children[at.index]?.tag === tag) at.index++
    else if (!optional) throw derErrors.malformed({ reason: 'structure' })
  }
  if (node?.tag !== own || at.index !== children.length) throw derErrors.malformed({ reason: 'structure' })
}

const isNumber = (node: DerNode | undefined, value: number) =>
  node?.content.length === 1 && node.content[0] === value

function must(right: boolean | undefined): void {
  if (!right) throw derErrors.malformed({ reason: 'structure' })
}

/** An algorithm without parameters, or with NULL. */
function algorithm(node: DerNode | undefined): void {
  parts(node, 0x30, [0x06, '?5'])
  must((node?.children[1]?.content.length ?? 0) === 0)
}

function signerInfo(node: DerNode | undefined, digest: DerNode | undefined, allowed: readonly string[]): void {
  parts(node, 0x30, [0x02, 0x30, 0x30, 0xa0, 0x30, 0x04, '?161'])
  const [version, sid, own, , signing, , unsigned] = node?.children ?? []
  must(isNumber(version, 1))
  parts(sid, 0x30, [0x30, 0x02])
  algorithm(own)
  algorithm(signing)
  must(own && digest?.bytes.equals(own.bytes))
  for (const item of unsigned?.children ?? []) {
    parts(item, 0x30, [0x06, 0x31])
    must(item.children[1]?.children.length === 1)
    // Without this a time stamp could be made to vanish by changing its name.
    must(allowed.some((id) => item.children[0]?.bytes.equals(oid(id))))
  }
}

/**
 * Checks the parts of SignedData that no signature covers: versions, tags and repeated algorithms. Without
 * this a byte of the wrapping could change unseen. RFC 5652 §5.1 and §5.3, one signer named by issuer and serial.
 */
export function checkShape(info: DerNode): void {
  parts(info, 0x30, [0x06, 0xa0])
  const wrapped = info.children[1]
  parts(wrapped, 0xa0, [0x30])
  const data = wrapped?.children[0]
  parts(data, 0x30, [0x02, 0x31, 0x30, '?160', '?161', 0x31])
  const [version, digests, encapsulated] = data?.children ?? []
  parts(encapsulated, 0x30, [0x06, '?160'])
  const plain = encapsulated?.children[0]?.bytes.equals(oid(oids.data))
  const isOther = data?.children.find((part) => part.tag === 0xa1)?.children.some(({ tag }) => tag === 0xa1)
  must(isNumber(version, isOther ? 5 : plain ? 1 : 3))
  must(digests?.children.length === 1)
  algorithm(digests?.children[0])
  must(data?.children.find((part) => part.tag === 0xa0)?.children.every((item) => item.tag === 0x30) ?? true)
  const allowed = plain ? [oids.timeStampToken, oids.archiveTimeStamp] : [oids.archiveIndex]
  signerInfo(data?.children.at(-1)?.children[0], digests?.children[0], allowed)
}
