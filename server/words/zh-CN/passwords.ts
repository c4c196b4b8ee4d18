/** Why a new password will not do, and what to do about it. */

import type { PasswordWeakness } from '../../sign-in/passwords.ts';

export const passwordWords: Record<PasswordWeakness, string> = {
  'too-short': '密码至少十位，可以用几个不相干的词连起来',
  'too-long': '密码最多一百二十八位',
  'too-plain': '这个密码太容易猜到，请换一个',
  'has-username': '密码里不要包含用户名',
  unchanged: '新密码不能和现在的一样',
};
export const wrongCurrentPassword = '现在的密码不对';
