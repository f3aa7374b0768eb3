/** `+84 999 000 412`, `0999.000.412` to `0999000412`; undefined when it cannot be a telephone number. */
export function tidyPhone(text: string): string | undefined {
  const plain = text.replace(/[\s().-]/g, '').replace(/^(\+84|0084)/, '0')
  return /^\+?\d{8,15}$/.test(plain) ? plain : undefined
}
