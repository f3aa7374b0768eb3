/** An address of the people of the ward journeys. */
export const villageAddress = (line: string) => ({
  line,
  wardCode: '18184',
  ward: 'Xã Sơn Giang',
  provinceCode: '42',
  province: 'Tỉnh Hà Tĩnh',
})
