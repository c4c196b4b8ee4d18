/** What is wrong with a field, as an instruction. */

export const validation = {
  missing: '请填写这一项',
  wrongType: '这一项的类型不对，请重新填写',
  wrong: '这一项填得不对，请核对后重新填写',
  wrongFormat: '格式不对，请核对后重新填写',
  notOffered: '请从给出的选项里选一个',
  tooShort: (least: number | bigint) => `太短了，请至少写 ${least} 个字`,
  tooLong: (most: number | bigint) => `太长了，请控制在 ${most} 个字以内`,
  tooFew: (least: number | bigint) => `请至少选 ${least} 项`,
  tooMany: (most: number | bigint) => `最多 ${most} 项，请去掉多余的`,
  tooSmall: (least: number | bigint) => `不能小于 ${least}`,
  tooBig: (most: number | bigint) => `不能大于 ${most}`,
  unknownFields: (names: readonly string[]) => `多出了不认识的内容：${names.join('、')}`,
} as const;
