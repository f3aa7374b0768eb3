/**
 * Characters that show nothing and come along when a text is pasted: soft hyphens, spaces without width, byte order
 * marks, and those that turn the direction of what follows. The joiners of Persian, of the scripts of India and of
 * emoji, and the marks of a single letter's direction, belong to words and stay.
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const invisible = /[\u00AD\u200B\u2060\u2066-\u2069\u202A-\u202E\uFEFF]/gu

/** A text without the characters that nobody sees and that no search finds again. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '')
}
