/** Namespaces and algorithm names of XML signatures (XMLDSig 1.1, ETSI EN 319 132-1). */
export const ds = 'http://www.w3.org/2000/09/xmldsig#'
export const xades = 'http://uri.etsi.org/01903/v1.3.2#'
export const xades141 = 'http://uri.etsi.org/01903/v1.4.1#'
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = `${ds}enveloped-signature`
export const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties'

export const digestNames: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
}
export const sha256Name = 'http://www.w3.org/2001/04/xmlenc#sha256'

export const signatureNames: Readonly<
  Record<string, { digest: 'sha256' | 'sha384' | 'sha512'; key: 'rsa' | 'ec' }>
> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': { digest: 'sha256', key: 'rsa' },
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': { digest: 'sha384', key: 'rsa' },
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': { digest: 'sha512', key: 'rsa' },
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256': { digest: 'sha256', key: 'ec' },
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384': { digest: 'sha384', key: 'ec' },
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512': { digest: 'sha512', key: 'ec' },
}

/** Name of a signature by a key over SHA-256. */
export const signatureName = (type: string | undefined): string =>
  `http://www.w3.org/2001/04/xmldsig-more#${type === 'ec' ? 'ecdsa' : 'rsa'}-sha256`
